import { GetTopicAttributesCommand, NotFoundException, type SNSClient } from '@aws-sdk/client-sns';

/** Whether anybody reads a topic: `pending` is a subscription that waits to be confirmed. */
export type Readers = 'confirmed' | 'pending' | 'none';

/** https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html: a topic that does not exist has no readers */
export const readersOf =
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
