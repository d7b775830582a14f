import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LookUp } from '../domain/launcher/look-up.ts';

/** Queues a question to CloudTrail: LookupEvents takes two calls a second of an account and Region. */
export type AskCloudTrail = (lookUp: LookUp) => Promise<void>;

export const askCloudTrail =
  (queueUrl: string, sqs = new SQSClient({})): AskCloudTrail =>
  async (lookUp) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(lookUp) }));
  };
