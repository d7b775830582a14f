import {
  CloudTrailClient,
  LookupEventsCommand,
  type LookupEventsCommandInput,
} from '@aws-sdk/client-cloudtrail';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LookUp } from '../domain/launcher/look-up.ts';
import { type AssumeRole, clientIn } from './credentials.ts';
import { sendMessage } from './send-message.ts';

/**
 * Queues a question to CloudTrail. It is queued because LookupEvents allows two calls a second per account and Region.
 */
export type AskCloudTrail = (lookUp: LookUp) => Promise<void>;

export const askCloudTrail = (queueUrl: string, sqs?: SQSClient): AskCloudTrail => sendMessage(queueUrl, sqs);

/** How many questions wait to be read: about as many, says SQS. Those that wait to be delivered again are not among them. */
export type CountQuestions = () => Promise<number>;

export const countQuestions =
  (QueueUrl: string, sqs = new SQSClient({})): CountQuestions =>
  async () => {
    const AttributeNames = ['ApproximateNumberOfMessages' as const];
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
    return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
  };

/** A page of LookupEvents: parsed CloudTrail records, the newest first, and the token of the next page; null after the last. */
export type RecordPage = { readonly records: readonly unknown[]; readonly nextToken: string | null };

type Asked =
  | string
  | { readonly eventName: string; readonly at: string }
  | { readonly eventName: string; readonly until: string | null };

/**
 * Calls CloudTrail's LookupEvents in an account and Region for the records that name a resource (an access key or an
 * instance), or for all records of one API (`eventName`) in one second (`at`, ISO 8601 UTC), or until a time (null for now).
 * Assumes the account's look-up role.
 *
 * @returns one page: each is one of the two calls that CloudTrail allows a second
 */
export type LookUpEvents = (
  accountId: string,
  region: string,
  asked: Asked,
  nextToken?: string,
) => Promise<RecordPage>;

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const PAGE_SIZE = 50;

const attributeOf = (asked: Asked): LookupEventsCommandInput => {
  if (typeof asked === 'string') {
    return { LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: asked }] };
  }
  const LookupAttributes: LookupEventsCommandInput['LookupAttributes'] = [
    { AttributeKey: 'EventName', AttributeValue: asked.eventName },
  ];
  if ('until' in asked) {
    return { LookupAttributes, ...(asked.until === null ? {} : { EndTime: new Date(asked.until) }) };
  }
  const at = new Date(asked.at);
  return { LookupAttributes, StartTime: at, EndTime: new Date(at.getTime() + 1000) };
};

export const lookUpEvents = (assumeRole: AssumeRole): LookUpEvents => {
  // One attempt: retries by the SDK would exceed the rate. The queue delivers the question again.
  const cloudTrailIn = clientIn(
    assumeRole,
    (settings) => new CloudTrailClient({ ...settings, maxAttempts: 1 }),
  );
  return async (accountId, region, asked, nextToken) => {
    const cloudTrail = await cloudTrailIn(accountId, region);
    const { Events = [], NextToken = null } = await cloudTrail.send(
      new LookupEventsCommand({
        ...attributeOf(asked),
        MaxResults: PAGE_SIZE,
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      }),
    );
    const records = Events.flatMap(({ CloudTrailEvent }): unknown[] =>
      CloudTrailEvent === undefined ? [] : [JSON.parse(CloudTrailEvent)],
    );
    return { records, nextToken: NextToken };
  };
};
