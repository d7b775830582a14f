import { describe, expect, test } from '@jest/globals';
import type { Identity } from '../../lambdas/domain/record/identity.ts';
import { aSession } from '../lambdas/a-session.ts';
import { AWSES } from './awses.ts';
import { variable } from './stacks.ts';

const TABLE = variable('attribute', 'TABLE_NAME');

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

describe.each(AWSES)('what the table in $name keeps', ({ open }) => {
  const aws = open();
  const attribute = aws.clients('attribute');

  describe('of sessions', () => {
    const { save } = aws.clients('sessions').sessions(TABLE);
    const { find } = attribute.sessions(TABLE);
    const eventTime = hoursAgo(1);

    test('is found by the access key alone', async () => {
      const session = aSession({}, { accessKeyId: 'ASIA1', eventTime, serialNumber: 'an MFA device' });
      await save(session);
      expect(await find('ASIA1')).toEqual(session);
      expect(await find('ASIA')).toBeNull();
    });

    test('is found long after the session began, since instances that it launched may launch others', async () => {
      await save(aSession({}, { accessKeyId: 'ASIA2', eventTime: hoursAgo(14) }));
      expect(await find('ASIA2')).not.toBeNull();
    });

    test("is the record of the caller's account, in whatever order the records arrive", async () => {
      const [nameless, named] = [{}, { type: 'IAMUser', userName: 'bob@ucsc.edu' }].map((caller) =>
        aSession(caller, { accessKeyId: 'ASIA3', eventTime }),
      );
      for (const record of [nameless, named, nameless]) if (record) await save(record);
      expect(await find('ASIA3')).toEqual(named);
    });
  });

  test.each<Identity>([
    { is: 'iam-user', userName: null, invokedBy: null },
    {
      is: 'role-session',
      roleName: 'developer',
      sessionName: 'Zoë’s',
      accessKeyId: 'ASIA1',
      serviceLinked: false,
      invokedBy: 'autoscaling.amazonaws.com',
    },
  ])('of callers: $is', async (caller) => {
    const instanceId = `i-of-${caller.is}`;
    expect(await attribute.callers(TABLE).find(instanceId)).toBeNull();
    await aws.clients('look-up').callers(TABLE).save(instanceId, caller);
    expect(await attribute.callers(TABLE).find(instanceId)).toEqual(caller);
  });

  test('of changed Owners: who changed it last, and when', async () => {
    const { find } = aws.clients('breaker').ownerChanges(TABLE);
    const { save } = aws.clients('look-up').ownerChanges(TABLE);
    const caller: Identity = { is: 'iam-user', userName: 'ada@ucsc.edu', invokedBy: null };
    const session: Identity = {
      is: 'role-session',
      roleName: 'developer',
      sessionName: 'ada',
      accessKeyId: 'ASIA1',
      serviceLinked: false,
      invokedBy: null,
    };
    expect(await find('i-changed')).toBeNull();
    await save('i-changed', { caller, at: '2026-11-03T17:16:00Z' });
    await save('i-changed', { caller: session, at: '2026-11-03T17:18:00Z' });
    expect(await find('i-changed')).toEqual({ caller: session, at: '2026-11-03T17:18:00Z' });
    expect(await find('i-other')).toBeNull();
  });

  test.each([{ messageId: 'm-1', topicArn: 'a-topic' }, { messageId: null }])(
    'of mails: %j',
    async (published) => {
      const sent = aws.clients('publish').sentMails(TABLE);
      const id = `mail ${published.messageId}`;
      expect(await sent.find(id)).toBeNull();
      await sent.save(id, published);
      expect(await sent.find(id)).toEqual(published);
    },
  );

  test('of repairs: on which checks an Owner was written on an instance', async () => {
    const { find, save } = aws.clients('repair').repairs(TABLE);
    expect(await find('i-1')).toEqual([]);
    await save('i-1', ['2026-11-03T17:02:00Z']);
    await save('i-1', ['2026-11-03T17:02:00Z', '2026-11-03T17:10:00Z']);
    expect(await find('i-1')).toEqual(['2026-11-03T17:02:00Z', '2026-11-03T17:10:00Z']);
    expect(await find('i-2')).toEqual([]);
  });

  test('of sweeps: how often an instance was found', async () => {
    const { times, save } = aws.clients('sweep').sweepCounts(TABLE);
    expect(await times('i-1')).toBe(0);
    for (const count of [1, 2]) await save('i-1', count);
    expect(await times('i-1')).toBe(2);
    expect(await times('i-2')).toBe(0);
  });

  test('of stopped and held instances: more than one call saves, and each kind separately', async () => {
    const { save } = aws.clients('notice').sweepNotes(TABLE);
    const { find } = aws.clients('sweep').sweepNotes(TABLE);
    const stopped = Array.from({ length: 60 }, (_, index) => `i-stopped-${index}`);
    await save('stopped', stopped);
    await save('stopped', stopped.slice(0, 1));
    await save('held', ['i-held', 'i-stopped-3']);
    expect((await find('stopped', ['i-held', ...stopped, 'i-other'])).sort()).toEqual([...stopped].sort());
    expect((await find('held', ['i-held', ...stopped])).sort()).toEqual(['i-held', 'i-stopped-3']);
    expect(await find('held', [])).toEqual([]);
  });
});
