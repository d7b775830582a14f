import * as z from 'zod';
import { Tag } from '../../lambdas/domain/instances.ts';
import type { Entry } from '../entry.ts';
import type { Ec2 } from './ec2.ts';
import { reservationOf } from './run-instances.ts';
import { applySpotRecord } from './spot-requests.ts';

const items = <T extends z.core.$ZodType>(schema: T) =>
  z.object({ items: z.array(schema) }).catch({ items: [] });

const Instances = z.object({ instancesSet: items(z.object({ instanceId: z.string() })) });
const Stopped = z.object({ hibernate: z.boolean().nullish().catch(null) }).catch({});
const Tagged = z.object({ resourcesSet: items(z.object({ resourceId: z.string() })), tagSet: items(Tag) });
const Untagged = z.object({
  resourcesSet: items(z.object({ resourceId: z.string() })),
  tagSet: items(
    z.object({
      key: z.string(),
      value: z
        .string()
        .nullish()
        .transform((value) => value ?? undefined),
    }),
  ),
});
const flag = z.object({ value: z.boolean() }).nullish().catch(null);
const Modified = z.object({
  instanceId: z.string(),
  disableApiTermination: flag,
  disableApiStop: flag,
});

/** The calls that change what the service reads. */
const CHANGES = new Set([
  'RunInstances',
  'CreateTags',
  'DeleteTags',
  'TerminateInstances',
  'StopInstances',
  'StartInstances',
  'ModifyInstanceAttribute',
  'RequestSpotInstances',
  'CancelSpotInstanceRequests',
]);

/** Whether a record shows a call that succeeded and changed EC2. */
export const changesEc2 = ({ eventName, record }: Entry): boolean =>
  CHANGES.has(eventName) && record.eventSource === 'ec2.amazonaws.com' && !record.errorCode;

const instanceIds = (request: unknown): string[] => {
  const parsed = Instances.safeParse(request);
  return parsed.success ? parsed.data.instancesSet.items.map(({ instanceId }) => instanceId) : [];
};

/** Applies a record to the embedded EC2. A record of another resource, or one that cannot be parsed, changes nothing. */
export const applyRecord = (ec2: Ec2, entry: Entry): void => {
  if (!changesEc2(entry)) return;
  const region = ec2.in(entry.accountId, entry.region);
  const request = entry.record.requestParameters;
  applySpotRecord(region.spotRequests, entry.eventName, entry.record);
  switch (entry.eventName) {
    case 'RunInstances':
      region.launch(reservationOf(entry.record, entry.region), entry.at);
      return;
    case 'CreateTags': {
      const parsed = Tagged.safeParse(request);
      if (!parsed.success) return;
      const { resourcesSet, tagSet } = parsed.data;
      region.createTags(
        resourcesSet.items.map(({ resourceId }) => resourceId),
        tagSet.items,
      );
      return;
    }
    case 'DeleteTags': {
      const parsed = Untagged.safeParse(request);
      if (!parsed.success) return;
      const { resourcesSet, tagSet } = parsed.data;
      region.deleteTags(
        resourcesSet.items.map(({ resourceId }) => resourceId),
        tagSet.items,
      );
      return;
    }
    case 'TerminateInstances':
      region.end(instanceIds(request), entry.at);
      return;
    case 'StopInstances': {
      const isHibernated = Stopped.parse(request).hibernate ?? false;
      region.setRunning(instanceIds(request), false, { at: entry.at, isHibernated });
      return;
    }
    case 'StartInstances':
      region.setRunning(instanceIds(request), true, { at: entry.at });
      return;
    case 'ModifyInstanceAttribute': {
      const parsed = Modified.safeParse(request);
      if (!parsed.success) return;
      const { instanceId, disableApiTermination: end, disableApiStop: stop } = parsed.data;
      region.setProtected(instanceId, {
        ...(end ? { isProtected: end.value } : {}),
        ...(stop ? { isStopProtected: stop.value } : {}),
      });
      return;
    }
  }
};
