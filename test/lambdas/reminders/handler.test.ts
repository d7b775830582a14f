import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { TagResult } from '../../../lambdas/aws/ec2.ts';
import type { Created } from '../../../lambdas/domain/reminder/created.ts';
import type { ReadTags, TagsAnswer } from '../../../lambdas/domain/reminder/reminder.ts';
import { aSession, KEY } from '../a-session.ts';
import { at, textAt } from '../at.ts';
import { ACCOUNT, aReminders, DRY } from './a-reminders.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: at(10) });
});
afterEach(() => {
  jest.useRealTimers();
});
const now = (minutes: number) => jest.setSystemTime(at(minutes));

const BOB = 'person#bob@ucsc.edu';
const queue = (name: string) => `arn:aws:sqs:us-west-2:${ACCOUNT}:${name}`;

/** The message about a queue that bob created. */
const created = (name: string, overrides: Partial<Created> = {}): { created: Created } => ({
  created: {
    accountId: ACCOUNT,
    account: { name: 'pangenomics', mode: 'enforce' },
    region: 'us-west-2',
    at: textAt(0),
    eventId: `event-${name}`,
    eventName: 'CreateQueue',
    resourceType: 'sqs',
    arns: [queue(name)],
    identity: { is: 'identity-center-session', userName: 'bob@ucsc.edu', roleName: 'dev', invokedBy: null },
    ...overrides,
  },
});
const untagged = (...names: string[]) =>
  new Map<string, ReadTags>(names.map((name) => [queue(name), { is: 'tags', tags: [] }]));

describe('tags', () => {
  test('of all that one account and Region created are read by one call', async () => {
    const { handle, asked } = aReminders();
    await handle([created('a'), created('b'), created('c', { region: 'us-east-1' })]);
    expect(asked).toEqual([
      [ACCOUNT, 'us-west-2', queue('a'), queue('b')],
      [ACCOUNT, 'us-east-1', queue('c')],
    ]);
  });

  test('with a valid Owner by now need no reminder', async () => {
    const tags = new Map<string, ReadTags>([
      [queue('a'), { is: 'tags', tags: [{ key: 'Owner', value: 'bob@ucsc.edu' }] }],
      [queue('b'), { is: 'gone' }],
    ]);
    const { handle, take, lines, measured } = aReminders({ tags });
    expect(await handle([created('a'), created('b')])).toEqual([]);
    expect(take()).toEqual([]);
    expect(lines).toEqual(['resource-judged', 'resource-judged']);
    expect(measured).toEqual(['CompliedCreations 1']);
  });

  test('that cannot be read are read again, and at the last delivery the reminder says so', async () => {
    const { handle, take, mails, measured } = aReminders({
      tags: untagged('a'),
      reading: () => Promise.reject(new Error('AccessDenied')),
    });
    expect(await handle([created('a')], 4)).toEqual(['message-1']);
    expect([take(), measured]).toEqual([[], []]);
    expect(await handle([created('a')], 5)).toEqual([]);
    expect(measured).toEqual(['Reminded 1', 'CreationsNotRead 1']);
    now(16);
    await handle(take().map(({ body }) => body));
    expect(mails[0]?.message).toContain('its tags could not be read');
  });

  test('that one service does not show are read again, and the others are judged', async () => {
    const tags = new Map<string, TagsAnswer>([
      ...untagged('a'),
      [queue('b'), { is: 'not-answered', error: new Error('AccessDenied') }],
    ]);
    const { handle, take, lines, measured } = aReminders({ tags });
    expect(await handle([created('a'), created('b')], 4)).toEqual(['message-2']);
    expect(take()).toEqual([{ body: { mailbox: BOB }, delay: 300 }]);
    expect(lines.toSorted()).toEqual(['reminder-kept', 'tags-not-readable']);
    expect(measured).toEqual(['Reminded 1']);
    expect(await handle([created('b')], 5)).toEqual([]);
    expect(measured).toContain('CreationsNotRead 1');
  });

  test('of an account that left the service are not judged', async () => {
    const { handle, take, lines } = aReminders({ tags: untagged('a') });
    await handle([created('a', { accountId: '999999999999' })]);
    expect([take(), lines]).toEqual([[], []]);
  });
});

describe('a reminder', () => {
  test('waits for more of the same person, and one mail names all', async () => {
    const { handle, take, mails } = aReminders({ tags: untagged('a', 'b') });
    await handle([created('a')]);
    now(12);
    await handle([created('b')]);
    const [first, second] = take();
    expect([first, second]).toEqual(Array(2).fill({ body: { mailbox: BOB }, delay: 300 }));
    now(17);
    await handle([first?.body]);
    expect(mails.map(({ person, message }) => [person, message.match(/sqs {2}\w/g)])).toEqual([
      ['bob@ucsc.edu', ['sqs  a', 'sqs  b']],
    ]);
    await handle([second?.body]);
    expect(mails).toHaveLength(1);
  });

  test('is kept until SNS has taken its mail, and told again in the next hour if it did not', async () => {
    const { handle, take, mails, sent, lines } = aReminders({ tags: untagged('a') });
    await handle([created('a')]);
    now(15);
    await handle(take().map(({ body }) => body));
    const [later] = take();
    expect(later).toEqual({
      body: { mailbox: BOB, sent: { mail: mails[0]?.id, at: at(15).getTime() } },
      delay: 420,
    });
    now(22);
    await handle([later?.body]);
    expect(lines).toContain('reminder-mail-not-sent');
    const [again] = take();
    expect(again).toEqual({ body: { mailbox: BOB }, delay: 900 });
    now(76);
    await handle([again?.body]);
    expect(mails).toHaveLength(2);
    expect(mails[1]?.id).not.toBe(mails[0]?.id);
    sent.add(mails[1]?.id ?? '');
    now(83);
    await handle(take().map(({ body }) => body));
    now(150);
    expect(await handle([{ mailbox: BOB }])).toEqual([]);
    expect([take(), mails.length]).toEqual([[], 2]);
  });

  test('is told of once, whoever creates the same again, and however often its event comes', async () => {
    const { handle, take, lines } = aReminders({ tags: untagged('a') });
    const another = created('a', {
      identity: { is: 'identity-center-session', userName: 'eve@ucsc.edu', roleName: 'dev', invokedBy: null },
    });
    await handle([created('a'), created('a')]);
    await handle([another]);
    expect(lines).toEqual(['reminder-kept', 'resource-judged', 'resource-judged']);
    // A mailbox is looked at all the same: a run may have died after it kept the reminder.
    expect(take().map(({ body }) => body)).toEqual([{ mailbox: BOB }, { mailbox: 'person#eve@ucsc.edu' }]);
  });

  test('that comes within the hour of a mail waits for the next', async () => {
    const { handle, take, mails, sent } = aReminders({ tags: untagged('a', 'b') });
    await handle([created('a')]);
    now(15);
    await handle(take().map(({ body }) => body));
    sent.add(mails[0]?.id ?? '');
    take();
    now(40);
    await handle([created('b')]);
    now(45);
    await handle(take().map(({ body }) => body));
    expect(take()).toEqual([{ body: { mailbox: BOB }, delay: 900 }]);
    now(75);
    await handle([{ mailbox: BOB, sent: { mail: mails[0]?.id, at: at(15).getTime() } }]);
    expect(mails).toHaveLength(2);
    expect(mails[1]?.message.match(/sqs {2}\w/g)).toEqual(['sqs  b']);
  });

  test('of nobody known goes to managers and administrators', async () => {
    const identity = { is: 'nobody', type: 'Root', invokedBy: null } as const;
    const { handle, take, mails } = aReminders({ tags: untagged('a') });
    await handle([created('a', { identity })]);
    now(16);
    await handle(take().map(({ body }) => body));
    expect(mails.map(({ to }) => to)).toEqual([[`sub-account-${ACCOUNT}`], ['administrators']]);
  });

  test('of what a program on an instance created goes to the owner of the instance', async () => {
    const identity = {
      is: 'instance-session',
      instanceId: 'i-1',
      roleName: 'toil',
      invokedBy: null,
    } as const;
    const instance = `arn:aws:ec2:us-west-2:${ACCOUNT}:instance/i-1`;
    const tags = untagged('a').set(instance, { is: 'tags', tags: [{ key: 'Owner', value: 'bob@ucsc.edu' }] });
    const { handle, take, asked } = aReminders({ tags });
    await handle([created('a', { identity })]);
    expect(asked).toEqual([[ACCOUNT, 'us-west-2', queue('a'), instance]]);
    expect(take().map(({ body }) => body)).toEqual([{ mailbox: BOB }]);
  });

  test('of a dry-run goes to administrators alone', async () => {
    const { handle, take } = aReminders({ tags: untagged('a') });
    await handle([created('a', { accountId: DRY })]);
    expect(take().map(({ body }) => body)).toEqual([{ mailbox: 'administrators' }]);
  });
});

describe('a near miss', () => {
  const VOLUME = `arn:aws:ec2:us-west-2:${ACCOUNT}:volume/vol-1`;
  const volume = (overrides: Partial<Created> = {}) =>
    created('vol', { resourceType: 'ec2:volume', eventName: 'CreateVolume', arns: [VOLUME], ...overrides });
  const near = (...values: string[]) =>
    new Map<string, TagsAnswer>([
      [
        VOLUME,
        { is: 'tags', tags: values.map((value, index) => ({ key: ['owner', 'OWNER'][index] ?? '', value })) },
      ],
    ]);
  const tell = async ({ handle, take }: Pick<ReturnType<typeof aReminders>, 'handle' | 'take'>) => {
    now(16);
    await handle(take().map(({ body }) => body));
  };

  test('of EC2 is corrected, over what was read alone, and its creator reads that nothing is to do', async () => {
    const made = aReminders({ tags: near('bob@ucsc.edu') });
    await made.handle([volume()]);
    expect(made.written).toEqual([
      [
        ACCOUNT,
        'us-west-2',
        { arn: VOLUME, tag: { key: 'Owner', value: 'bob@ucsc.edu' }, over: ['bob@ucsc.edu'] },
      ],
    ]);
    expect(made.lines).toEqual(['near-miss-corrected', 'reminder-kept']);
    expect(made.measured).toEqual(['CorrectedCreations 1']);
    await tell(made);
    expect(made.mails[0]?.message).toContain('corrected: "owner" -> "Owner"');
    expect(made.mails[0]?.message).not.toContain('tag-resources');
  });

  test.each<[string, () => Promise<TagResult>]>([
    ['it has fifty tags', async () => 'full'],
    ['the account has no role for it', () => Promise.reject(new Error('RoleNotAssumable'))],
  ])('that is not corrected, since %s, is told as before', async (_, tagging) => {
    const made = aReminders({ tags: near('bob@ucsc.edu'), tagging });
    expect(await made.handle([volume()])).toEqual([]);
    expect(made.lines).toEqual(['near-miss-not-corrected', 'reminder-kept']);
    expect(made.measured).toEqual(['Reminded 1']);
    await tell(made);
    expect(made.mails[0]?.message).toContain('"owner" is not "Owner"');
    expect(made.mails[0]?.message).toContain('tag-resources');
  });

  test('on what is gone is told to nobody', async () => {
    const tags = near('bob@ucsc.edu');
    const { handle, take, mails, lines } = aReminders({ tags, tagging: async () => 'gone' });
    await handle([volume()]);
    tags.set(VOLUME, { is: 'gone' });
    await handle(take().map(({ body }) => body));
    expect([take(), mails, lines]).toEqual([[], [], ['resource-judged', 'resource-judged']]);
  });

  describe('that IAM refuses to correct is read again after two minutes', () => {
    const refused = async () => {
      const tags = near('bob@ucsc.edu');
      const made = aReminders({ tags, tagging: async () => 'refused' });
      expect(await made.handle([volume()])).toEqual([]);
      const [again, ...others] = made.take();
      expect([again?.delay, others]).toEqual([120, []]);
      return { ...made, tags, readAgain: () => made.handle([again?.body]) };
    };

    test('and nobody is told if it has a valid Owner by then', async () => {
      const { tags, readAgain, take, lines, measured } = await refused();
      const owners = ['owner', 'Owner'].map((key, index) => ({
        key,
        value: ['bob@ucsc.edu', 'eve@ucsc.edu'][index] ?? '',
      }));
      tags.set(VOLUME, { is: 'tags', tags: owners });
      await readAgain();
      expect(take()).toEqual([]);
      expect(lines).toEqual(['near-miss-not-corrected', 'resource-judged']);
      expect(measured).toEqual(['CompliedCreations 1']);
    });

    test('and told as any other finding if it has none, without another try', async () => {
      const { readAgain, lines, measured, mails, ...made } = await refused();
      await readAgain();
      expect(lines).toEqual(['near-miss-not-corrected', 'reminder-kept']);
      expect(measured).toEqual(['Reminded 1']);
      await tell(made);
      expect(mails[0]?.message).toContain('"owner" is not "Owner"');
    });
  });

  describe('is told as corrected', () => {
    const corrected = (keeping = async () => {}) => {
      const tags = near('bob@ucsc.edu');
      return aReminders({
        tags,
        keeping,
        tagging: async () => {
          const owners = ['owner', 'Owner'].map((key) => ({ key, value: 'bob@ucsc.edu' }));
          tags.set(VOLUME, { is: 'tags', tags: owners });
          return 'written';
        },
      });
    };

    test('also if the run dies after it was written', async () => {
      const keeping = jest.fn(async () => {}).mockRejectedValueOnce(new Error('the table is down'));
      const { handle, take, lines, mails } = corrected(keeping);
      expect(await handle([volume()])).toEqual(['message-1']);
      const [again] = take();
      now(11);
      await handle([again?.body]);
      await tell({ handle, take });
      expect(lines).toContain('reminder-kept');
      expect(mails.map(({ message }) => message)).toEqual([
        expect.stringContaining('corrected: "owner" -> "Owner"'),
      ]);
    });

    test('once, although it is read again', async () => {
      const { handle, take, lines, measured } = corrected();
      await handle([volume()]);
      await handle(take().map(({ body }) => body));
      expect(lines).toEqual(['near-miss-corrected', 'reminder-kept', 'resource-judged']);
      expect(measured).toEqual(['CorrectedCreations 1']);
    });
  });

  test('is not corrected in dry-run: administrators read that it would be', async () => {
    const made = aReminders({ tags: near('bob@ucsc.edu') });
    await made.handle([volume({ accountId: DRY })]);
    expect(made.written).toEqual([]);
    await tell(made);
    expect(made.mails[0]?.message).toContain('would be corrected: "owner" -> "Owner"');
  });

  test.each<[string, { tags: ReadonlyMap<string, TagsAnswer>; message: { created: Created } }]>([
    ['disagrees with another one', { tags: near('bob@ucsc.edu', 'eve@ucsc.edu'), message: volume() }],
    ['means no valid Owner', { tags: near('Bobbie'), message: volume() }],
    [
      'is on a resource that CreateTags does not tag',
      {
        tags: new Map<string, TagsAnswer>([
          [queue('a'), { is: 'tags', tags: [{ key: 'owner', value: 'bob@ucsc.edu' }] }],
        ]),
        message: created('a'),
      },
    ],
  ])('that %s is left to its creator', async (_, { tags, message }) => {
    const { handle, written, lines } = aReminders({ tags });
    await handle([message]);
    expect([written, lines]).toEqual([[], ['reminder-kept']]);
  });

  test('waits for its creator to be found, and is corrected then', async () => {
    const identity = {
      is: 'role-session',
      roleName: 'developer',
      sessionName: 'botocore-session-1793722800',
      accessKeyId: KEY,
      serviceLinked: false,
      invokedBy: null,
    } as const;
    const { handle, take, written } = aReminders({ tags: near('bob@ucsc.edu') });
    await handle([volume({ identity })]);
    expect(written).toEqual([]);
    now(15);
    await handle(take().map(({ body }) => body));
    expect(written).toHaveLength(1);
  });
});

describe('CloudTrail is asked about a session that the table lacks', () => {
  const inSession = (name: string, accessKeyId: string = KEY) =>
    created(name, {
      identity: {
        is: 'role-session',
        roleName: 'developer',
        sessionName: 'botocore-session-1793722800',
        accessKeyId,
        serviceLinked: false,
        invokedBy: null,
      },
    });
  const question = (resourceName: string) => ({
    accountId: ACCOUNT,
    region: 'us-west-2',
    kind: 'access-key',
    resourceName,
    isOfCreation: true,
  });
  const MANAGERS = [`sub-account#${ACCOUNT}`, 'administrators'];

  test('once, and what the session created waits for the answer', async () => {
    const { handle, take, questions, answers, lines } = aReminders({ tags: untagged('a', 'b') });
    await handle([inSession('a')]);
    now(12);
    await handle([inSession('b')]);
    expect(questions).toEqual([question(KEY)]);
    const messages = take();
    expect(messages).toEqual([
      { body: inSession('a'), delay: 300 },
      { body: inSession('b'), delay: 180 },
    ]);
    expect(lines).toEqual(['creator-asked', 'creator-awaited', 'creator-awaited']);
    answers.set(KEY, aSession());
    now(16);
    await handle(messages.map(({ body }) => body));
    expect(take()).toEqual([{ body: { mailbox: BOB }, delay: 300 }]);
    expect(questions).toHaveLength(1);
  });

  test('and is not waited for longer: managers are told, also of what the session creates later', async () => {
    const { handle, take, questions } = aReminders({ tags: untagged('a', 'b') });
    await handle([inSession('a')]);
    now(15);
    await handle(take().map(({ body }) => body));
    expect(take().map(({ body }) => body)).toEqual(MANAGERS.map((mailbox) => ({ mailbox })));
    now(90);
    await handle([inSession('b')]);
    expect(take().map(({ body }) => body)).toEqual(MANAGERS.map((mailbox) => ({ mailbox })));
    expect(questions).toHaveLength(1);
  });

  test('then about the session that opened it', async () => {
    const { handle, take, questions, answers } = aReminders({ tags: untagged('a') });
    await handle([inSession('a')]);
    const other = { type: 'AssumedRole', principalId: 'AROAX:other', accessKeyId: 'ASIAOTHER' };
    answers.set(KEY, aSession({ ...other, accountId: ACCOUNT }));
    now(15);
    await handle(take().map(({ body }) => body));
    expect(questions).toEqual([question(KEY), question('ASIAOTHER')]);
    answers.set('ASIAOTHER', aSession({}, { accessKeyId: 'ASIAOTHER' }));
    now(20);
    await handle(take().map(({ body }) => body));
    expect(take().map(({ body }) => body)).toEqual([{ mailbox: BOB }]);
  });

  test('unless the resource has a valid Owner by now', async () => {
    const tags = new Map<string, ReadTags>([
      [queue('a'), { is: 'tags', tags: [{ key: 'Owner', value: 'bob@ucsc.edu' }] }],
    ]);
    const { handle, take, questions } = aReminders({ tags });
    await handle([inSession('a')]);
    expect([take(), questions]).toEqual([[], []]);
  });

  test('and if that fails, the mail is written without the answer', async () => {
    const { handle, take, lines } = aReminders({
      tags: untagged('a'),
      asking: () => Promise.reject(new Error('the queue is down')),
    });
    expect(await handle([inSession('a')])).toEqual([]);
    expect(lines).toEqual(['look-up-not-queued', 'reminder-kept']);
    expect(take().map(({ body }) => body)).toEqual(MANAGERS.map((mailbox) => ({ mailbox })));
  });
});

test('a message of a run that died after it kept the reminder changes nothing, and the mail still tells of it once', async () => {
  const { take, mails, sent, handler, handle } = aReminders({ tags: untagged('a') });
  const record = {
    Records: [{ messageId: 'the-same', body: JSON.stringify(created('a')), attributes: {} }],
  };
  await handler(record);
  now(16);
  await handle(take().map(({ body }) => body));
  sent.add(mails[0]?.id ?? '');
  now(24);
  await handle(take().map(({ body }) => body));
  await handler(record);
  now(90);
  await handle(take().map(({ body }) => body));
  expect(mails).toHaveLength(1);
});

test('a message that comes twice writes the same mail, with the same id', async () => {
  const { handle, take, mails, handler } = aReminders({ tags: untagged('a', 'b') });
  await handle([created('a')]);
  const [message] = take();
  const record = {
    Records: [{ messageId: 'the-same', body: JSON.stringify(message?.body), attributes: {} }],
  };
  now(16);
  await handler(record);
  await handle([created('b')]);
  now(18);
  await handler(record);
  expect(mails[1]).toEqual(mails[0]);
});

test('a message that cannot be read comes again, and the others do not', async () => {
  const { handle, lines } = aReminders({ tags: untagged('a') });
  expect(await handle([{ nothing: 1 }, { mailbox: 'everybody' }, created('a')])).toEqual([
    'message-1',
    'message-2',
  ]);
  expect(lines).toEqual(['message-failed', 'message-failed', 'reminder-kept']);
});
