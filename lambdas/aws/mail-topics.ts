import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { readersOf } from './readers-of.ts';

/** The topics that mails go to. */
export type MailTopics = {
  /** Whether the topic exists and has a subscription that its reader confirmed. */
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
