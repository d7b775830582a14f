import { describe, expect, test } from '@jest/globals';
import { publishMail } from '../../../lambdas/publish/handler.ts';
import { aLog } from '../a-log.ts';
import { ADMINISTRATORS_TOPIC, aMail, BOBS_TOPIC, SUB_ACCOUNT_TOPIC } from '../a-mail.ts';
import { type SnsState, someTopics } from './some-topics.ts';

const publish = async (sns: SnsState, mail = aMail()) => {
  const { topics, taken } = someTopics(sns);
  const log = aLog();
  const published = await publishMail(mail, topics, log);
  return { published, taken, lines: log.lines };
};

test('a mail goes to the person who reads their topic, as composed, and to nobody else', async () => {
  const { published, taken } = await publish({ read: [BOBS_TOPIC, SUB_ACCOUNT_TOPIC] });
  const { subject, message } = aMail();
  expect(taken).toEqual([{ topicArn: BOBS_TOPIC, subject, message }]);
  expect(published).toEqual({ messageId: 'message-1', topicArn: BOBS_TOPIC, at: expect.any(String) });
});

describe('a mail that does not reach the person is sent on, and says so', () => {
  const { message } = aMail();

  test('to the next topic that has a reader, if nobody confirmed the first', async () => {
    const { published, taken } = await publish({ read: [SUB_ACCOUNT_TOPIC, ADMINISTRATORS_TOPIC] });
    expect(taken).toMatchObject([
      {
        topicArn: SUB_ACCOUNT_TOPIC,
        message: `This did not reach bob@ucsc.edu: no confirmed subscription.\n${message}`,
      },
    ]);
    expect(published.topicArn).toBe(SUB_ACCOUNT_TOPIC);
  });

  test('to the last topic even without a reader', async () => {
    const { taken } = await publish({ read: [] });
    expect(taken).toMatchObject([
      { topicArn: ADMINISTRATORS_TOPIC, message: expect.stringMatching(/^This did/) },
    ]);
  });

  test.each<[string, SnsState]>([
    ['SNS refuses it', { read: [BOBS_TOPIC, SUB_ACCOUNT_TOPIC], refusing: [BOBS_TOPIC] }],
    ['SNS does not say who reads', { read: [BOBS_TOPIC, SUB_ACCOUNT_TOPIC], silent: [BOBS_TOPIC] }],
  ])('%s: this is logged', async (_why, sns) => {
    const { taken, lines } = await publish(sns);
    expect(taken).toMatchObject([
      {
        topicArn: SUB_ACCOUNT_TOPIC,
        message: `This did not reach bob@ucsc.edu: SNS did not take it.\n${message}`,
      },
    ]);
    expect(lines).toEqual(['topic-failed']);
  });

  test.each<[string, SnsState]>([
    ['no confirmed subscription', { read: [SUB_ACCOUNT_TOPIC], refusing: [SUB_ACCOUNT_TOPIC] }],
    ['SNS did not take it', { read: [BOBS_TOPIC], refusing: [BOBS_TOPIC] }],
  ])('the reason is that of the person’s own topic: %s', async (why, sns) => {
    const { taken } = await publish(sns);
    expect(taken).toMatchObject([{ topicArn: ADMINISTRATORS_TOPIC, message: expect.stringContaining(why) }]);
  });
});

describe('that nobody reads the topic that got the mail', () => {
  test('is reported for the last topic, whose readers are read too', async () => {
    const mail = aMail({ person: null, to: [SUB_ACCOUNT_TOPIC] });
    expect((await publish({ read: [] }, mail)).published.nobodyReads).toBe(true);
    const { published, lines } = await publish({ read: [SUB_ACCOUNT_TOPIC] }, mail);
    expect(published).not.toHaveProperty('nobodyReads');
    expect(lines).toEqual([]);
  });

  test('is not reported if SNS does not return the readers', async () => {
    const mail = aMail({ person: null, to: [SUB_ACCOUNT_TOPIC] });
    const { published, lines, taken } = await publish({ read: [], silent: [SUB_ACCOUNT_TOPIC] }, mail);
    expect(published).not.toHaveProperty('nobodyReads');
    expect(taken).toHaveLength(1);
    expect(lines).toEqual(['readers-unknown']);
  });
});

test('a mail that is for no person in particular says nothing of this', async () => {
  const mail = aMail({ person: null, to: [SUB_ACCOUNT_TOPIC, ADMINISTRATORS_TOPIC] });
  const { taken } = await publish({ read: [] }, mail);
  expect(taken).toMatchObject([{ topicArn: ADMINISTRATORS_TOPIC, message: mail.message }]);
});

test('a refusal by the last topic is an error', async () => {
  await expect(publish({ read: [], refusing: [ADMINISTRATORS_TOPIC] })).rejects.toThrow('refused');
});

test('a mail without a topic is an error', async () => {
  await expect(publish({ read: [] }, aMail({ to: [] }))).rejects.toMatchObject({ name: 'MailWithoutTopic' });
});
