import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { HUB_STACK_NAME } from '../../infra/names.ts';
import type { ClientSettings } from './access.ts';
import { physicalIds } from './stacks.ts';

/** A message of a dead-letter queue. */
export type DeadLetter = {
  readonly body: string;
  /** Sends the message to the queue that it came from, then deletes it here. */
  readonly sendBack: () => Promise<void>;
};

/** A dead-letter queue of the hub. */
export type DeadLetterQueue = {
  /** The name of the queue that its messages come from, as in `IntakeLaunchQueue`. */
  readonly name: string;
  /** How many messages it holds. */
  readonly count: () => Promise<number>;
  /** Receives some of its messages, ten at most; none if it is empty. */
  readonly receive: () => Promise<readonly DeadLetter[]>;
};

/** How long a received message is hidden from other readers: enough to send ten messages. */
const HIDDEN_SECONDS = 60;

const receive = async (sqs: SQSClient, url: string, source: string): Promise<DeadLetter[]> => {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: HIDDEN_SECONDS,
      // Long polling asks all of the queue's servers; short polling may miss messages.
      WaitTimeSeconds: 1,
    }),
  );
  return Messages.map(({ Body = '', ReceiptHandle }: Message) => ({
    body: Body,
    sendBack: async () => {
      await sqs.send(new SendMessageCommand({ QueueUrl: source, MessageBody: Body }));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
    },
  }));
};

/**
 * The dead-letter queues of the hub. Messages are moved one by one, because StartMessageMoveTask moves only those that came
 * from a queue, and some of these come from rules.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export const deadLetterQueues = async (settings: ClientSettings): Promise<DeadLetterQueue[]> => {
  const sqs = new SQSClient(settings);
  const urls = await physicalIds(HUB_STACK_NAME, new CloudFormationClient(settings));
  return [...urls].flatMap(([logicalId, url]): DeadLetterQueue[] => {
    const name = /^(.+)DeadLetters[0-9A-F]{8}$/.exec(logicalId)?.[1];
    if (name === undefined) return [];
    // CDK's logical ids end in a hash: the source queue's id is the name and a hash.
    const source = [...urls].find(
      ([id]) => id.startsWith(name) && /^[0-9A-F]{8}$/.test(id.slice(name.length)),
    );
    if (!source) return [];
    return [
      {
        name,
        count: async () => {
          const { Attributes } = await sqs.send(
            new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] }),
          );
          return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
        },
        receive: () => receive(sqs, url, source[1]),
      },
    ];
  });
};
