import * as z from 'zod/mini';
import { LaunchNotIdentifiable } from '../errors.ts';
import type { Tag } from '../instances.ts';
import { printable } from '../text.ts';
import { Identity, identityOf } from './identity.ts';
import { Launcher, launcherOf } from './launcher.ts';
import type { LaunchEvent } from './record.ts';

/** How EC2 is asked for a launch's instances: the filter's name is DescribeInstances' own. Ids stand with commas between. */
export const LaunchKey = z.object({
  filter: z.enum(['reservation-id', 'client-token', 'instance-id']),
  value: z.string(),
});
export type LaunchKey = z.infer<typeof LaunchKey>;

/** The values to ask EC2 for: a client token may hold commas of its own. */
export const valuesOf = ({ filter, value }: LaunchKey): string[] =>
  filter === 'instance-id' ? value.split(',') : [value];

/** One successful RunInstances call: the unit of enforcement. Times are ISO 8601 UTC. */
export const Launch = z.object({
  accountId: z.string(),
  region: z.string(),
  key: LaunchKey,
  /** Of a launch so large that a record of it may be truncated: all records of its call tell it. */
  clientToken: z.optional(z.string()),
  /** When the grace period begins: the launch's record, or the event or sweep that found them without an Owner. */
  eventTime: z.string(),
  /** When they were launched, where that is not `eventTime`, as far as EC2 shows. */
  launchedAt: z.optional(z.string()),
  eventId: z.nullable(z.string()),
  /** As far as the record alone tells. */
  launcher: Launcher,
  /** Who made the call. Absent from executions of versions that did not read it. */
  identity: z.optional(Identity),
  /** Those that the record names: all of them, unless it was truncated. */
  instanceIds: z.array(z.string()),
});
export type Launch = z.infer<typeof Launch>;

/**
 * So many instances fit a record in any case: CloudTrail truncates what is larger than 100 KB, and describes an instance in
 * three. A call that is repeated with its client token has a record of its own, which may be truncated where the first is
 * not: more than these are one launch by their token.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const NEVER_TRUNCATED = 10;

/** A launch and what its record says of tags; `complete` is false when the record was truncated. */
export type RecordedLaunch = {
  readonly launch: Launch;
  readonly complete: boolean;
  readonly tags: readonly (readonly Tag[])[];
};

/**
 * Reads a launch from its record.
 *
 * @throws LaunchNotIdentifiable when neither a reservation nor a client token is left in a truncated record
 */
export const launchFrom = ({ account, region, detail }: LaunchEvent): RecordedLaunch => {
  const instances = detail.responseElements?.instancesSet?.items ?? [];
  const reservationId = detail.responseElements?.reservationId;
  const clientToken = detail.requestParameters?.clientToken;
  const { minCount: asked = 1, maxCount = asked } = detail.requestParameters?.instancesSet?.items?.[0] ?? {};
  const key: LaunchKey | undefined = reservationId
    ? { filter: 'reservation-id', value: reservationId }
    : clientToken
      ? { filter: 'client-token', value: clientToken }
      : undefined;
  if (!key) throw new LaunchNotIdentifiable(printable(detail.eventID ?? 'without an id').slice(0, 100));
  const identity = identityOf(detail.userIdentity);
  return {
    launch: {
      accountId: account,
      region,
      key,
      ...(clientToken && Math.max(asked, maxCount) > NEVER_TRUNCATED ? { clientToken } : {}),
      eventTime: detail.eventTime,
      eventId: detail.eventID ?? null,
      launcher: launcherOf(identity),
      identity,
      instanceIds: [...new Set(instances.map((instance) => instance.instanceId))],
    },
    // All instances of one call get the same tags, so fewer than the call's maximum is still enough to judge by.
    complete: instances.length > 0 && instances.length >= asked,
    tags: instances.map((instance) => instance.tagSet?.items ?? []),
  };
};
