import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { SUB_ACCOUNT_TOPIC_NAME_PREFIX as TOPIC_PREFIX } from '../../infra/names.ts';
import { HUB_REGION } from './configuration.ts';
import type { Target } from './target.ts';

/** A message of SNS in a queue. https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
const Notification = z.object({
  TopicArn: z.string(),
  Subject: z.string(),
  Message: z.string(),
  Timestamp: z.iso.datetime(),
});

/** A mail as its readers receive it. */
export type Mail = {
  readonly topic: string;
  readonly subject: string;
  readonly message: string;
  /** When SNS took it, in milliseconds since the epoch. */
  readonly takenAt: number;
};

/** The name of the queue. */
export const INBOX_NAME = 'tag-enforcement-e2e-inbox';

/** A queue that receives a copy of what SNS sends by mail. */
export class Inbox {
  private readonly target: Target;
  private readonly sqs: SQSClient;
  private readonly sns: SNSClient;
  private readonly mails: Mail[] = [];
  private queueUrl = '';
  private queueArn = '';

  constructor(target: Target) {
    this.target = target;
    this.sqs = new SQSClient(target.client('hub', HUB_REGION));
    this.sns = new SNSClient(target.client('hub', HUB_REGION));
  }

  /** Creates the queue. The hub's topics may send to it. */
  async open(): Promise<void> {
    const QueueName = INBOX_NAME;
    const { accounts } = this.target;
    const topics = `arn:aws:sns:${HUB_REGION}:${accounts.hub}:${TOPIC_PREFIX}*`;
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: `arn:aws:sqs:${HUB_REGION}:${accounts.hub}:${QueueName}`,
          Condition: { ArnLike: { 'aws:SourceArn': topics } },
        },
      ],
    });
    const { QueueUrl } = await this.sqs.send(new CreateQueueCommand({ QueueName, Attributes: { Policy } }));
    this.queueUrl = QueueUrl ?? '';
    const { Attributes } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    this.queueArn = Attributes?.QueueArn ?? '';
  }

  /** Receives copies of these topics' mails from now on. Names are without the prefix of all topics. */
  async subscribe(topics: readonly string[]): Promise<void> {
    for (const topic of topics) {
      const TopicArn = `arn:aws:sns:${HUB_REGION}:${this.target.accounts.hub}:${TOPIC_PREFIX}${topic}`;
      await this.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: this.queueArn }));
    }
  }

  /** Every mail so far, in the order of arrival. */
  async read(): Promise<readonly Mail[]> {
    for (;;) {
      const { Messages = [] } = await this.sqs.send(
        // Long polling queries all of the queue's servers, short polling only some.
        new ReceiveMessageCommand({ QueueUrl: this.queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
      );
      if (Messages.length === 0) return this.mails;
      for (const { Body = '', ReceiptHandle } of Messages) {
        const { TopicArn, Subject, Message, Timestamp } = Notification.parse(JSON.parse(Body));
        this.mails.push({
          topic: TopicArn.split(`:${TOPIC_PREFIX}`).at(-1) ?? '',
          subject: Subject,
          message: Message,
          takenAt: Date.parse(Timestamp),
        });
        await this.sqs.send(new DeleteMessageCommand({ QueueUrl: this.queueUrl, ReceiptHandle }));
      }
    }
  }
}
