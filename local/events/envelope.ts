import type { JsonObject } from '../../infra/json.ts';
import { iso } from '../../lambdas/domain/instant.ts';
import type { Entry } from '../entry.ts';

/** What EventBridge delivers. */
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
      // Records of before 2014-10 lack the type.
      return 'AWS API Call via CloudTrail';
  }
};

/** Exports of CloudTrail write null for a field that CloudTrail leaves out: to a rule, that would be a field. */
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
