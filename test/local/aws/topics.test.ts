import { describe, expect, test } from '@jest/globals';
import { Topics } from '../../../local/aws/topics.ts';
import { inVirtualTime } from '../../../local/virtual-clock.ts';

const ARN = 'arn:aws:sns:us-west-2:123456789012:mails';
const topics = (neverConfirming: readonly string[] = []) =>
  new Topics(
    [
      {
        name: 'Hub',
        accountId: '123456789012',
        region: 'us-west-2',
        template: { Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'mails' } } } },
      },
    ],
    neverConfirming,
  );
const mail = (Message: string) => ({ TopicArn: ARN, Subject: 'A subject', Message });

describe('the embedded SNS', () => {
  test('accepts a message of 262,144 bytes', () => {
    expect(topics().publish(mail('ä'.repeat(131_072)))).toBe('message-1');
  });

  test('refuses a message of one byte more that has half as many characters', () => {
    expect(() => topics().publish(mail(`x${'ä'.repeat(131_072)}`))).toThrow('at most 262,144 bytes');
  });

  test('accepts a mail that nobody reads', () => {
    const sns = topics(['ann@ucsc.edu']);
    sns.subscribe(ARN, 'ann@ucsc.edu');
    expect(sns.publication(sns.publish(mail('x')))?.readers).toEqual([]);
  });

  test('distinguishes a confirmed reader, one who may still confirm, and none', async () => {
    const sns = topics(['late@ucsc.edu']);
    expect(sns.stateOf(ARN)).toBe('none');
    await inVirtualTime(0, async (clock) => {
      sns.subscribe(ARN, 'late@ucsc.edu');
      await clock.until(2 * 86_400_000);
      expect(sns.stateOf(ARN)).toBe('pending');
      await clock.until(3 * 86_400_000);
      expect(sns.stateOf(ARN)).toBe('none');
      sns.subscribe(ARN, 'ann@ucsc.edu');
      expect(sns.stateOf(ARN)).toBe('confirmed');
    });
  });

  test('accepts nothing for a topic that was removed', () => {
    const sns = topics();
    sns.remove(ARN);
    expect(() => sns.publish(mail('x'))).toThrow('There is no topic');
  });
});
