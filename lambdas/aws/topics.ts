import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  NotFoundException,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';

/** The topics that mails are published to. */
export type MailTopics = {
  /** Whether the topic exists and has a confirmed subscription. */
  hasReader(topicArn: string): Promise<boolean>;
  /** @returns SNS's id of the message */
  publish(topicArn: string, subject: string, message: string): Promise<string>;
};

export const mailTopics = (sns = new SNSClient({})): MailTopics => {
  const readers = readersOf(sns);
  return {
    hasReader: async (topicArn) => (await readers(topicArn)) === 'confirmed',
    publish: async (topicArn, subject, message) => {
      const { MessageId = '' } = await sns.send(
        new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: message }),
      );
      return MessageId;
    },
  };
};

/** The topics of persons: one topic each. */
export type PersonTopics = {
  /** Creates the topic. One that exists stays. */
  create(topicArn: string): Promise<void>;
  /** `none` also for a topic that does not exist. */
  readersOf(topicArn: string): Promise<Readers>;
  /** SNS asks the person by mail to confirm. */
  subscribe(topicArn: string, address: string): Promise<void>;
  /** Removes the topic and all its subscriptions. */
  remove(topicArn: string): Promise<void>;
};

/** The sender's name in mails. It must never change: CreateTopic fails for an existing topic with other attributes. */
const DISPLAY_NAME = 'Tag enforcement';

export const personTopics = (sns = new SNSClient({})): PersonTopics => ({
  create: async (topicArn) => {
    const Name = topicArn.slice(topicArn.lastIndexOf(':') + 1);
    await sns.send(new CreateTopicCommand({ Name, Attributes: { DisplayName: DISPLAY_NAME } }));
  },
  readersOf: readersOf(sns),
  subscribe: async (topicArn, address) => {
    await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'email', Endpoint: address }));
  },
  // Removing a topic that does not exist is success: https://docs.aws.amazon.com/sns/latest/api/API_DeleteTopic.html
  remove: async (topicArn) => {
    await sns.send(new DeleteTopicCommand({ TopicArn: topicArn }));
  },
});

/** Whether anybody reads a topic: `pending` means that a subscription is not confirmed yet. */
export type Readers = 'confirmed' | 'pending' | 'none';

/**
 * A topic that does not exist has no readers.
 * https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
 */
const readersOf =
  (sns: SNSClient) =>
  async (topicArn: string): Promise<Readers> => {
    try {
      const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
      if (Number(Attributes?.SubscriptionsConfirmed ?? 0) > 0) return 'confirmed';
      return Number(Attributes?.SubscriptionsPending ?? 0) > 0 ? 'pending' : 'none';
    } catch (error) {
      if (error instanceof NotFoundException) return 'none';
      throw error;
    }
  };
