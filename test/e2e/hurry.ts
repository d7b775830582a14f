import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Queue } from './queues.ts';

/** Between two of the five attempts at a launch. Deployed it is a minute, and the dead-letter queue has it after five. */
const VISIBILITY_SECONDS = '10';

/** Lets a message that fails be tried again sooner: all that the test changes of what is deployed. */
export const hurry = async ({ client, url }: Queue): Promise<void> => {
  await client.send(
    new SetQueueAttributesCommand({
      QueueUrl: url,
      Attributes: { VisibilityTimeout: VISIBILITY_SECONDS },
    }),
  );
};
