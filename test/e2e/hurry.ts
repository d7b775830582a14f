import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Queue } from './queues.ts';

/** Seconds between the five attempts at a record. Deployed it is a minute, so a dead letter would take five minutes. */
const VISIBILITY_SECONDS = '10';

/** Makes SQS retry failed messages sooner. The test changes nothing else of the deployment. */
export const hurry = async ({ client, url }: Queue): Promise<void> => {
  await client.send(
    new SetQueueAttributesCommand({
      QueueUrl: url,
      Attributes: { VisibilityTimeout: VISIBILITY_SECONDS },
    }),
  );
};
