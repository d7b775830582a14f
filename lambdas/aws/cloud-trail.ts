import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LookUp } from '../domain/launcher/look-up.ts';
import { type AssumeRole, clientIn } from './credentials.ts';

/** Queues a question to CloudTrail: LookupEvents takes two calls a second of an account and Region. */
export type AskCloudTrail = (lookUp: LookUp) => Promise<void>;

export const askCloudTrail =
  (queueUrl: string, sqs = new SQSClient({})): AskCloudTrail =>
  async (lookUp) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(lookUp) }));
  };

/**
 * Asks CloudTrail's LookupEvents in an account and Region for the records that name a resource (an access key, an
 * instance): the parsed CloudTrail records, newest first, at most 50. The account's look-up role is assumed.
 */
export type LookUpEvents = (accountId: string, region: string, resourceName: string) => Promise<unknown[]>;

/**
 * One page, which is one call: the next would count against the two a second.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
const PAGE_SIZE = 50;

export const lookUpEvents = (assumeRole: AssumeRole): LookUpEvents => {
  // One attempt: the SDK's own retries would break the pace, and the queue asks again.
  const cloudTrailIn = clientIn(
    assumeRole,
    (settings) => new CloudTrailClient({ ...settings, maxAttempts: 1 }),
  );
  return async (accountId, region, resourceName) => {
    const cloudTrail = await cloudTrailIn(accountId, region);
    const { Events = [] } = await cloudTrail.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: resourceName }],
        MaxResults: PAGE_SIZE,
      }),
    );
    return Events.flatMap(({ CloudTrailEvent }): unknown[] =>
      CloudTrailEvent === undefined ? [] : [JSON.parse(CloudTrailEvent)],
    );
  };
};
