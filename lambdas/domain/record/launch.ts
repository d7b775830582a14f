import * as z from 'zod/mini';
import { LaunchNotIdentifiable } from '../errors.ts';
import type { Tag } from '../instances.ts';
import { Identity, identityOf } from './identity.ts';
import { Launcher, launcherOf } from './launcher.ts';
import { Provenance, provenanceOf } from './provenance.ts';
import type { LaunchEvent } from './record.ts';

/**
 * How EC2 is asked for a launch's instances: a filter of DescribeInstances and its value. Several instance ids
 * are separated by commas.
 */
export const LaunchKey = z.object({
  filter: z.enum(['reservation-id', 'client-token', 'instance-id']),
  value: z.string(),
});
export type LaunchKey = z.infer<typeof LaunchKey>;

/** The values of the filter. Only instance ids are split, because a client token may contain commas. */
export const valuesOf = ({ filter, value }: LaunchKey): string[] =>
  filter === 'instance-id' ? value.split(',') : [value];

/** One successful RunInstances call: the unit of enforcement. Times are ISO 8601 UTC. */
export const Launch = z.object({
  accountId: z.string(),
  region: z.string(),
  key: LaunchKey,
  /** Only for a launch so large that a record of it may be truncated. All records of its call have it. */
  clientToken: z.optional(z.string()),
  /**
   * When the grace period begins: at the launch, or when an event or a sweep found the instances without an
   * Owner.
   */
  eventTime: z.string(),
  /** When they were launched, if that is not `eventTime` and EC2 shows it. */
  launchedAt: z.optional(z.string()),
  eventId: z.nullable(z.string()),
  /** As the record alone shows. */
  launcher: Launcher,
  /** Who made the call. Absent from executions of versions that did not read it. */
  identity: z.optional(Identity),
  /** The program that made the call, as it says of itself. */
  userAgent: z.optional(z.string()),
  /** What the record shows of where its instances come from; absent if it shows nothing. */
  provenance: z.optional(Provenance),
  /** The instances that the record names: all of the launch, unless the record was truncated. */
  instanceIds: z.array(z.string()),
});
export type Launch = z.infer<typeof Launch>;

/**
 * A record of this many instances is never truncated: CloudTrail truncates records above 100 KB, and an instance
 * takes about three. If a call is repeated with its client token, it has a second record, which may be truncated
 * though the first was not. So the token identifies a larger launch.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const NEVER_TRUNCATED = 10;

/** In characters. A program names itself first, then the SDK that it uses. */
const MAX_USER_AGENT_LENGTH = 200;

/** A launch, and the tags in its record; `complete` is false if the record was truncated. */
export type RecordedLaunch = {
  readonly launch: Launch;
  readonly complete: boolean;
  readonly tags: readonly (readonly Tag[])[];
};

/**
 * Reads a launch from its record.
 *
 * @throws LaunchNotIdentifiable if a truncated record has neither a reservation nor a client token left
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
  if (!key) throw new LaunchNotIdentifiable(detail.eventID ?? 'without an id');
  const identity = identityOf(detail.userIdentity, detail.sessionCredentialFromConsole);
  const tags = instances.map((instance) => instance.tagSet?.items ?? []);
  const provenance = provenanceOf(
    instances.map(({ spotInstanceRequestId }, index) => ({
      tags: tags[index] ?? [],
      spotRequestId: spotInstanceRequestId,
    })),
  );
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
      ...(detail.userAgent ? { userAgent: detail.userAgent.slice(0, MAX_USER_AGENT_LENGTH) } : {}),
      ...(provenance ? { provenance } : {}),
      instanceIds: [...new Set(instances.map((instance) => instance.instanceId))],
    },
    // All instances of one call get the same tags, so a launch of fewer than the call's maximum can still be judged.
    complete: instances.length > 0 && instances.length >= asked,
    tags,
  };
};
