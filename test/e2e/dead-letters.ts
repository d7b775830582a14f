import { GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { isOfLaunches } from './launch-queue.ts';
import type { Resource } from './stacks.ts';
import type { Target } from './target.ts';

/** A dead-letter queue of the deployment. */
export type DeadLetterQueue = {
  readonly name: string;
  /** Whether it is that of the hub's queue of launches. */
  readonly ofLaunches: boolean;
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
    .map(({ account, region, stack, logicalId, id }) => ({
      name: `${stack} ${logicalId}`,
      ofLaunches: isOfLaunches({ account, logicalId }),
      client: new SQSClient(target.client(account, region)),
      url: id,
    }));

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
