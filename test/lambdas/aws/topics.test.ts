import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  NotFoundException,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { mailTopics, personTopics } from '../../../lambdas/aws/topics.ts';

const sns = mockClient(SNSClient);
beforeEach(() => {
  sns.reset();
});

describe('topics of mails', () => {
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
});

describe('topics of persons', () => {
  const topics = personTopics(new SNSClient({ region: 'us-west-2' }));
  const ARN = 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-person-bob-ucsc-edu-0a1b';

  test('a topic gets the name at the end of its ARN, its person is asked, and it is removed', async () => {
    sns.onAnyCommand().resolves({});
    await topics.create(ARN);
    await topics.subscribe(ARN, 'bob@ucsc.edu');
    await topics.remove(ARN);
    expect(sns.commandCalls(CreateTopicCommand)[0]?.args[0].input).toEqual({
      Name: 'tag-enforcement-person-bob-ucsc-edu-0a1b',
      Attributes: { DisplayName: 'Tag enforcement' },
    });
    expect(sns.commandCalls(SubscribeCommand)[0]?.args[0].input).toEqual({
      TopicArn: ARN,
      Protocol: 'email',
      Endpoint: 'bob@ucsc.edu',
    });
    expect(sns.commandCalls(DeleteTopicCommand)[0]?.args[0].input).toEqual({ TopicArn: ARN });
  });

  test.each([
    ['confirmed', { SubscriptionsConfirmed: '1', SubscriptionsPending: '1' }],
    ['pending', { SubscriptionsConfirmed: '0', SubscriptionsPending: '1' }],
    ['none', { SubscriptionsConfirmed: '0', SubscriptionsPending: '0', SubscriptionsDeleted: '2' }],
    ['none', undefined],
  ])('its readers are %s: %j', async (readers, Attributes) => {
    sns.on(GetTopicAttributesCommand, { TopicArn: ARN }).resolves(Attributes ? { Attributes } : {});
    expect(await topics.readersOf(ARN)).toBe(readers);
  });

  test('a topic that does not exist has no readers; any other error of SNS is thrown', async () => {
    const notFound = new NotFoundException({ message: 'Topic does not exist', $metadata: {} });
    sns.on(GetTopicAttributesCommand).rejectsOnce(notFound).rejects(new Error('throttled'));
    expect(await topics.readersOf(ARN)).toBe('none');
    await expect(topics.readersOf(ARN)).rejects.toThrow('throttled');
  });
});
