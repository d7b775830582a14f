import { GetTopicAttributesCommand, NotFoundException, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { mailTopics } from '../../../lambdas/aws/topics.ts';

const sns = mockClient(SNSClient);
beforeEach(() => {
  sns.reset();
});

const topics = mailTopics(new SNSClient({ region: 'us-west-2' }));
const ARN = 'arn:aws:sns:us-west-2:652235167018:a-topic';

test('a mail is published to its topic, and gets the message id of SNS', async () => {
  sns.on(PublishCommand).resolves({ MessageId: 'm-1' });
  expect(await topics.publish(ARN, 'a subject', 'Zoë, tag it')).toBe('m-1');
  expect(sns.commandCalls(PublishCommand)[0]?.args[0].input).toEqual({
    TopicArn: ARN,
    Subject: 'a subject',
    Message: 'Zoë, tag it',
  });
});

test('only a confirmed subscription is a reader', async () => {
  sns
    .on(GetTopicAttributesCommand)
    .resolvesOnce({ Attributes: { SubscriptionsConfirmed: '2' } })
    .resolvesOnce({ Attributes: { SubscriptionsConfirmed: '0', SubscriptionsPending: '1' } })
    .rejectsOnce(new NotFoundException({ message: 'Topic does not exist', $metadata: {} }));
  expect(await topics.hasReader(ARN)).toBe(true);
  expect(await topics.hasReader(ARN)).toBe(false);
  expect(await topics.hasReader(ARN)).toBe(false);
});
