import type { JsonObject } from '../../infra/json.ts';
import { instanceArn } from '../../lambdas/domain/instances.ts';
import { iso } from '../../lambdas/domain/instant.ts';
import type { TagChange } from '../aws/tag-sets.ts';
import type { Entry } from '../entry.ts';

/** An event as EventBridge delivers it. */
export type BusEvent = {
  readonly source: string;
  readonly 'detail-type': string;
  readonly account: string;
  readonly region: string;
  readonly time: string;
  readonly id: string;
  readonly version: '0';
  readonly resources: readonly string[];
  readonly detail: JsonObject;
};

const detailType = (eventType: unknown): string => {
  switch (eventType) {
    case 'AwsServiceEvent':
      return 'AWS Service Event via CloudTrail';
    case 'AwsConsoleSignIn':
      return 'AWS Console Sign In via CloudTrail';
    default:
      // Records from before October 2014 lack the type.
      return 'AWS API Call via CloudTrail';
  }
};

/** Removes error fields that are null. CloudTrail's exports write null for an absent field; to a rule it would be present. */
const withoutNulls = (record: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(record).filter(([key, value]) => !(key.startsWith('error') && value === null)),
  );

/**
 * Wraps a record as EventBridge does.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export const envelopeOf = ({ record, accountId, region, at, eventId }: Entry): BusEvent => ({
  version: '0',
  id: eventId ?? '',
  source: `aws.${String(record.eventSource ?? '').split('.')[0]}`,
  'detail-type': detailType(record.eventType),
  account: accountId,
  region,
  time: iso(at),
  resources: [],
  detail: withoutNulls(record),
});

/**
 * The largest event that CloudTrail sends to EventBridge, in bytes.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
 */
export const MAX_EVENT_BYTES = 256 * 1024;

/**
 * The event that EventBridge sends when an instance's tags change, at an instant (milliseconds since the epoch).
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/tag-monitor.html
 */
export const tagEvent = (
  { accountId, region }: { readonly accountId: string; readonly region: string },
  { resourceId, changedKeys, tags, version }: TagChange,
  at: number,
): BusEvent => ({
  version: '0',
  id: `${resourceId}-tags-${version}`,
  source: 'aws.tag',
  'detail-type': 'Tag Change on Resource',
  account: accountId,
  region,
  // EventBridge's times have whole seconds.
  time: iso(Math.floor(at / 1000) * 1000),
  resources: [instanceArn(accountId, region, resourceId)],
  detail: {
    'changed-tag-keys': changedKeys,
    service: 'ec2',
    'resource-type': 'instance',
    version,
    tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
  },
});
