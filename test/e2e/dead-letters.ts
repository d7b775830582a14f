import { GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { HUB_REGION } from './configuration.ts';
import type { Resource } from './stacks.ts';
import type { Target } from './target.ts';

/** A dead-letter queue of the deployment. */
export type DeadLetterQueue = {
  readonly name: string;
  readonly client: SQSClient;
  readonly url: string;
};

/** Every dead-letter queue among the resources. */
export const deadLetterQueues = (
  target: Target,
  resources: readonly Resource[],
): readonly DeadLetterQueue[] =>
  resources
    .filter(({ type, logicalId }) => type === 'AWS::SQS::Queue' && logicalId.includes('DeadLetters'))
    .map(({ account, stack, id }) => {
      const region = /[a-z]{2}-[a-z]+-\d$/.exec(stack)?.[0] ?? HUB_REGION;
      return {
        name: stack,
        client: new SQSClient(target.client(account, region)),
        url: id,
      };
    });

/** How many messages the queue holds. */
export const countOf = async ({ client, url }: DeadLetterQueue): Promise<number> => {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...AttributeNames] }),
  );
  return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
};

/** The messages of the queue, which stay in it. */
export const peek = async ({ client, url }: DeadLetterQueue): Promise<readonly string[]> => {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  return Messages.map(({ Body = '' }) => Body);
};
