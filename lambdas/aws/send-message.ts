import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Sends a message to a queue, as JSON. @param delaySeconds how long the queue keeps it back: 900 at most */
export type SendMessage<Message> = (message: Message, delaySeconds?: number) => Promise<void>;

export const sendMessage =
  <Message>(QueueUrl: string, sqs = new SQSClient({})): SendMessage<Message> =>
  async (message, DelaySeconds) => {
    const MessageBody = JSON.stringify(message);
    await sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody,
        ...(DelaySeconds === undefined ? {} : { DelaySeconds }),
      }),
    );
  };
