import { CreateTopicCommand, DeleteTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { type Readers, readersOf } from './readers-of.ts';

export type { Readers } from './readers-of.ts';

/** The topics of persons, one each. */
export type PersonTopics = {
  /** Makes the topic, or finds it. */
  create(topicArn: string): Promise<void>;
  /** None, too, of a topic that does not exist. */
  readersOf(topicArn: string): Promise<Readers>;
  /** Asks the person by mail to confirm. */
  subscribe(topicArn: string, address: string): Promise<void>;
  /** Removes the topic and with it every subscription. */
  remove(topicArn: string): Promise<void>;
};

/** Whom the mails are from. Never change it: SNS refuses to find a topic by other attributes than it has. */
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
