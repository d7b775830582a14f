import { describe, expect, test } from '@jest/globals';
import { Topics } from '../../../local/aws/topics.ts';

const topics = new Topics([
  {
    name: 'Hub',
    accountId: '123456789012',
    region: 'us-west-2',
    template: { Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'mails' } } } },
  },
]);
const mail = (Message: string) => ({
  TopicArn: 'arn:aws:sns:us-west-2:123456789012:mails',
  Subject: 'A subject',
  Message,
});

describe('the embedded SNS', () => {
  test('takes a message of 262,144 bytes', () => {
    expect(topics.publish(mail('ä'.repeat(131_072)))).toMatchObject({ messageId: 'message-1' });
  });

  test('refuses one of a byte more, in half as many characters', () => {
    expect(() => topics.publish(mail(`x${'ä'.repeat(131_072)}`))).toThrow('at most 262,144 bytes');
  });
});
