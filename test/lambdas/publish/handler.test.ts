import { describe, expect, test } from '@jest/globals';
import type { Mail, Published } from '../../../lambdas/domain/mail.ts';
import { createHandler } from '../../../lambdas/publish/handler.ts';
import { aBatch, handedBack } from '../a-batch.ts';
import { aLog } from '../a-log.ts';
import { ADMINISTRATORS_TOPIC, aMail, BOBS_TOPIC } from '../a-mail.ts';
import { inFakeTime } from '../in-fake-time.ts';
import { someTopics } from './some-topics.ts';

type Given = {
  readonly refusing?: readonly string[];
  readonly tableFails?: boolean;
  /** The answer of Step Functions for a task token. */
  readonly answers?: Readonly<Record<string, 'waits-no-longer' | Error>>;
};

/** A `publish` with its own table and topics; BOBS_TOPIC has a reader. */
const aPublish = ({ refusing = [], tableFails = false, answers = {} }: Given = {}) => {
  const { topics, taken } = someTopics({ read: [BOBS_TOPIC], refusing });
  const sent = new Map<string, Published>();
  const answered: [string, Published][] = [];
  const log = aLog();
  const inTable = async <Of>(value: Of): Promise<Of> => {
    if (tableFails) throw new Error('the table is down');
    return value;
  };
  const handler = createHandler({
    sentMails: {
      find: (id) => inTable(sent.get(id) ?? null),
      save: async (id, published) => void sent.set(await inTable(id), published),
    },
    topics,
    answer: async (token, published) => {
      const answer = answers[token] ?? 'answered';
      if (answer instanceof Error) throw answer;
      answered.push([token, published]);
      return answer;
    },
    log,
  });
  const publish = async (mails: readonly Mail[]) => {
    const messages = mails.map((mail) => ({ token: `token of ${mail.id}`, mail }));
    const { result, took } = await inFakeTime(() => handler(aBatch(messages)));
    return { failed: handedBack(result), took };
  };
  return { publish, handler, taken, answered, sent, lines: log.lines };
};

const mails = (count: number): Mail[] =>
  Array.from({ length: count }, (_, index) => aMail({ id: `mail-${index}` }));

test('a reminder, for which no execution waits, is published once, and nobody is answered', async () => {
  const { handler, taken, answered, sent } = aPublish();
  for (const _ of [1, 2]) await inFakeTime(() => handler(aBatch([{ mail: aMail({ id: 'a-reminder' }) }])));
  expect(taken).toHaveLength(1);
  expect([...sent.keys()]).toEqual(['a-reminder']);
  expect(answered).toEqual([]);
});

test('a mail is published, and the execution that waits for it gets the result', async () => {
  const { publish, taken, answered, lines } = aPublish();
  expect(await publish([aMail()])).toMatchObject({ failed: [] });
  expect(taken).toHaveLength(1);
  expect(answered).toEqual([
    ['token of a-mail', { messageId: 'message-1', topicArn: BOBS_TOPIC, at: expect.any(String) }],
  ]);
  expect(lines).toEqual(['mail-handled']);
});

test('a mail that is delivered twice is published once, and its execution gets the same result twice', async () => {
  const { publish, taken, answered } = aPublish();
  await publish([aMail()]);
  await publish([aMail()]);
  expect(taken).toHaveLength(1);
  expect(answered).toHaveLength(2);
  expect(answered[1]).toEqual(answered[0]);
});

test('a table that fails neither stops a mail nor repeats it', async () => {
  const { publish, taken, answered, lines } = aPublish({ tableFails: true });
  expect(await publish([aMail()])).toMatchObject({ failed: [] });
  expect(taken).toHaveLength(1);
  expect(answered).toHaveLength(1);
  expect(lines).toEqual([...Array(2).fill('sent-mails-unavailable'), 'mail-handled']);
});

test('at most four mails a second are published, including those that SNS refuses', async () => {
  expect((await aPublish().publish(mails(8))).took).toBeGreaterThanOrEqual(2000);
  const refused = aPublish({ refusing: [BOBS_TOPIC] });
  expect((await refused.publish(mails(4))).took).toBeGreaterThanOrEqual(2000);
  expect(refused.taken).toHaveLength(4);
});

describe('these mails of a batch fail alone:', () => {
  test('a mail that SNS refuses; its execution gets no result', async () => {
    const { publish, taken, answered } = aPublish({ refusing: [ADMINISTRATORS_TOPIC] });
    const refused = aMail({ id: 'refused', to: [ADMINISTRATORS_TOPIC] });
    const [first = refused, last = refused] = mails(2);
    expect(await publish([first, refused, last])).toMatchObject({ failed: ['message-1'] });
    expect(taken).toHaveLength(2);
    expect(answered.map(([token]) => token)).toEqual(['token of mail-0', 'token of mail-1']);
  });

  test('a mail whose result could not be reported; the next delivery only reports it', async () => {
    const answers: Record<string, Error> = { 'token of a-mail': new Error('throttled') };
    const { publish, taken, answered } = aPublish({ answers });
    expect(await publish([aMail()])).toMatchObject({ failed: ['message-0'] });
    delete answers['token of a-mail'];
    expect(await publish([aMail()])).toMatchObject({ failed: [] });
    expect(taken).toHaveLength(1);
    expect(answered).toHaveLength(1);
  });
});

test('it is no failure if the execution waits no longer', async () => {
  const { publish } = aPublish({ answers: { 'token of a-mail': 'waits-no-longer' } });
  expect(await publish([aMail()])).toMatchObject({ failed: [] });
});

describe('a mail whose news another mail reports', () => {
  const elsewhere = aMail({ id: 'mail-0', to: [], toldIn: 'the-other' });

  test('is not sent, and gets the result of the other mail', async () => {
    const { publish, taken, answered, sent } = aPublish();
    sent.set('the-other', { messageId: 'message-of-the-other', topicArn: BOBS_TOPIC });
    expect(await publish([elsewhere])).toMatchObject({ failed: [] });
    expect(taken).toEqual([]);
    expect(answered).toEqual([
      ['token of mail-0', { messageId: 'message-of-the-other', topicArn: BOBS_TOPIC }],
    ]);
  });

  test('waits until SNS has accepted the other mail', async () => {
    const { publish, answered } = aPublish();
    expect((await publish([elsewhere])).failed).toHaveLength(1);
    expect(answered).toEqual([]);
  });
});

test('a warning is not sent after its deadline, and its execution learns that nobody was warned', async () => {
  const { publish, taken, answered } = aPublish();
  await publish([
    aMail({ id: 'late', until: '1960-01-01T00:00:00Z' }),
    aMail({ id: 'in-time', until: '2999-01-01T00:00:00Z' }),
  ]);
  expect(taken).toHaveLength(1);
  expect(answered).toMatchObject([
    ['token of late', { messageId: null }],
    ['token of in-time', { messageId: 'message-1' }],
  ]);
});

test('a warning that was sent in time, and is delivered again after its deadline, counts as sent', async () => {
  const { publish, taken, answered, sent } = aPublish();
  sent.set('late', { messageId: 'sent-before' });
  await publish([aMail({ id: 'late', until: '1960-01-01T00:00:00Z' })]);
  expect(taken).toHaveLength(0);
  expect(answered).toMatchObject([['token of late', { messageId: 'sent-before' }]]);
});
