import { GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Resource } from './stacks.ts';
import type { Target } from './target.ts';

/** A queue of the deployment. */
export type Queue = {
  /** Its stack and its logical id. */
  readonly name: string;
  readonly isDeadLetters: boolean;
  readonly client: SQSClient;
  readonly url: string;
};

/** Every queue among the resources. */
export const queuesIn = (target: Target, resources: readonly Resource[]): readonly Queue[] =>
  resources
    .filter(({ type }) => type === 'AWS::SQS::Queue')
    .map(({ account, region, stack, logicalId, id }) => ({
      name: `${stack} ${logicalId}`,
      isDeadLetters: logicalId.includes('DeadLetters'),
      client: new SQSClient(target.client(account, region)),
      url: id,
    }));

/** Whether a queue is the hub's queue that a function reads, or its dead-letter queue. */
export const isOf = (what: 'IntakeLaunchQueue' | 'DirectoryUserQueue', { name }: Queue): boolean =>
  name.startsWith(`TagEnforcement-Hub ${what}`);

/** The hub's queue that a function reads, or its dead-letter queue. */
export const hubQueue = (
  what: Parameters<typeof isOf>[0],
  queues: readonly Queue[],
  { isDeadLetters }: Pick<Queue, 'isDeadLetters'> = { isDeadLetters: false },
): Queue => {
  const found = queues.filter((queue) => isOf(what, queue) && queue.isDeadLetters === isDeadLetters);
  const [queue] = found;
  if (!queue || found.length > 1) throw new Error(`Expected one ${what}, found ${found.length}`);
  return queue;
};

/** How many messages the queue holds, including those that are being processed. */
export const countOf = async ({ client, url }: Queue): Promise<number> => {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...AttributeNames] }),
  );
  return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
};

/** The messages in the queue. They stay in it. */
export const peek = async ({ client, url }: Queue): Promise<readonly string[]> => {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  return Messages.map(({ Body = '' }) => Body);
};
