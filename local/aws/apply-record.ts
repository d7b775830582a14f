import * as z from 'zod';
import { Tag } from '../../lambdas/domain/instances.ts';
import type { Entry } from '../entry.ts';
import { ATTACHMENT_CALLS, applyAttachmentRecord } from './attachments.ts';
import type { Ec2 } from './ec2.ts';
import { reservationOf } from './run-instances.ts';
import { applySpotRecord, requestIds, tagsOfRequest } from './spot-requests.ts';

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

/**
 * A Spot interruption: EC2 took the instances back. No call was made, so the record has no request.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/non-api-aws-service-events.html
 */
const Interruption = z.object({
  serviceEventDetails: z.object({ instanceIdSet: z.array(z.string()) }),
});

/** The instances that EC2 took back, by the record of a Spot interruption; none in any other record. */
export const interruptedIn = ({ eventName, record }: Pick<Entry, 'eventName' | 'record'>): string[] => {
  if (eventName !== 'BidEvictedEvent') return [];
  return Interruption.safeParse(record).data?.serviceEventDetails.instanceIdSet ?? [];
};

/** https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_TagResources.html, API_UntagResources.html */
const TaggingCall = z.object({
  requestParameters: z.object({
    resourceARNList: z.array(z.string()),
    tags: z.record(z.string(), z.string()).nullish().catch(null),
    tagKeys: z.array(z.string()).nullish().catch(null),
  }),
  responseElements: z
    .object({ failedResourcesMap: z.record(z.string(), z.unknown()).nullish().catch(null) })
    .nullish()
    .catch(null),
});

/** What a call of the tagging API changed in EC2. Resources in `failedResourcesMap` stayed as they were. */
export const taggingCallIn = (record: Entry['record']) => {
  const parsed = TaggingCall.safeParse(record);
  if (!parsed.success) return null;
  const { requestParameters: request, responseElements: response } = parsed.data;
  const failed = Object.keys(response?.failedResourcesMap ?? {});
  return {
    resourceIds: request.resourceARNList.flatMap((arn) => {
      const id = /^arn:[^:]*:ec2:.*\/([^/]+)$/.exec(arn)?.[1];
      return id === undefined || failed.includes(arn) ? [] : [id];
    }),
    tags: Object.entries(request.tags ?? {}).map(([key, value]) => ({ key, value })),
    keys: (request.tagKeys ?? []).map((key) => ({ key })),
  };
};

/** The records that show a change of what the service reads, by the service that they are of. */
const CHANGES: Readonly<Record<string, ReadonlySet<string>>> = {
  'ec2.amazonaws.com': new Set([
    'RunInstances',
    'CreateTags',
    'DeleteTags',
    'TerminateInstances',
    'StopInstances',
    'StartInstances',
    'ModifyInstanceAttribute',
    'RequestSpotInstances',
    'CancelSpotInstanceRequests',
    'BidEvictedEvent',
    ...ATTACHMENT_CALLS,
  ]),
  // The tagging API, which Tag Editor and some programs use, also tags instances.
  'tagging.amazonaws.com': new Set(['TagResources', 'UntagResources']),
};

/** Whether a record shows something that succeeded and changed EC2. */
export const changesEc2 = ({ eventName, record: { eventSource, errorCode } }: Entry): boolean =>
  typeof eventSource === 'string' && CHANGES[eventSource]?.has(eventName) === true && !errorCode;

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
  applyAttachmentRecord(region.attachments, entry.eventName, entry.record, (resourceId, tags) =>
    region.createTags([resourceId], tags),
  );
  switch (entry.eventName) {
    case 'RequestSpotInstances':
      region.createTags(requestIds(entry.record.responseElements), tagsOfRequest(entry.record));
      return;
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
    case 'TagResources':
    case 'UntagResources': {
      const call = taggingCallIn(entry.record);
      if (call === null) return;
      region.createTags(call.resourceIds, call.tags);
      if (call.keys.length > 0) region.deleteTags(call.resourceIds, call.keys);
      return;
    }
    case 'BidEvictedEvent':
      for (const instanceId of interruptedIn(entry)) region.interrupt(instanceId, entry.at);
      return;
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
