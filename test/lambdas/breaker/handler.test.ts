import { describe, expect, test } from '@jest/globals';
import { createHandler } from '../../../lambdas/breaker/handler.ts';
import { countGracePeriods } from '../../../lambdas/domain/breaker/count.ts';
import { firstNotice } from '../../../lambdas/domain/breaker/notices-due.ts';
import { decide, NOTHING_COUNTED } from '../../../lambdas/domain/breaker/record.ts';
import type { LookUp } from '../../../lambdas/domain/launcher/look-up.ts';
import type { Mail } from '../../../lambdas/domain/mail.ts';
import { aBreaker, gracePeriodsToCount } from '../a-breaker.ts';
import { aLog } from '../a-log.ts';
import { at, textAt } from '../at.ts';
import { instanceIds } from '../instance-ids.ts';
import { aNoticeEnvironment } from '../notice/a-notice-environment.ts';

const ACCOUNT = '422448306679';
const GROUP = `${ACCOUNT}-untagged-1793725200`;
const account = { accountId: ACCOUNT, name: 'pangenomics', mode: 'enforce' } as const;
const person = (userName: string) => ({
  userName,
  description: `${userName} (of a session)`,
  evidence: null,
});

type Met = {
  readonly instances?: number;
  readonly mode?: 'enforce' | 'dry-run';
  /** The launchers of the instances, in turn: null if unknown, undefined for an instance that was never held. */
  readonly launchers?: readonly (string | null | undefined)[];
  readonly changedBy?: string;
  readonly decided?: 'released' | 'dismissed';
  readonly day?: number;
  readonly remaining?: number | null;
};

/**
 * Twelve instances lost their Owner, in turn of bob and of somebody unknown: the function's answer and its questions.
 */
const runBreaker = async (step: 'ask' | 'compose', met: Met = {}) => {
  const { instances = 12, mode = 'enforce', launchers = ['bob@ucsc.edu', null], changedBy, day = 0 } = met;
  const breaker = aBreaker();
  const ids = instanceIds(instances);
  const { record, group } = countGracePeriods(NOTHING_COUNTED, gracePeriodsToCount(ids, { mode }), at(1));
  if (!group) throw new Error('So many are a group.');
  const decided = met.decided && decide(record, group.id, met.decided, at(5));
  await breaker.update(ACCOUNT, () => ({ record: decided ?? record, result: null }));
  await breaker.join(group.id, gracePeriodsToCount(ids).instances);
  for (const [index, instanceId] of ids.entries()) {
    const whose = launchers[index % launchers.length];
    if (whose === undefined) {
      await breaker.saveSettled(group.id, [instanceId]);
      continue;
    }
    const launcher = whose === null ? { ...person(''), userName: null } : person(whose);
    await breaker.saveLauncher(group.id, [{ instanceId, name: `blast-${index}` }], launcher);
  }
  const asked: LookUp[] = [];
  const nothing = {
    find: async () => null,
    findAlike: async () => [],
    byId: async () => null,
    byName: async () => null,
    byNameInAnyCase: async () => null,
  };
  const handler = createHandler(
    {
      ...aNoticeEnvironment(),
      GATEWAY_ACCOUNT_ID: '652235167018',
      LOOK_UP_QUEUE_URL: 'https://sqs.us-west-2.amazonaws.com/652235167018/look-up',
    },
    {
      breaker: breaker,
      sessions: nothing,
      users: nothing,
      callers: nothing,
      ownerChanges: {
        find: async () =>
          changedBy === undefined
            ? null
            : { caller: { is: 'iam-user', userName: changedBy, invokedBy: null }, at: textAt(0) },
      },
      ask: async (question) => void asked.push(question),
      log: aLog(),
    },
  );
  const { input } = firstNotice(group, { ...account, mode }, at(1));
  const { remaining = null } = met;
  const { mails } = await handler({ step, input: { ...input, day, remaining } });
  return { mails, asked };
};
const topicsOf = (mails: readonly Mail[]) =>
  mails.map(({ to }) => to.map((arn) => arn.split('tag-enforcement-')[1]?.replace(/-[0-9a-f]{20}$/, '')));

describe('first, CloudTrail is asked', () => {
  test('who changed the Owner of some of the instances', async () => {
    const { asked, mails } = await runBreaker('ask');
    expect(mails).toEqual([]);
    expect(asked.map(({ resourceName }) => resourceName)).toEqual([
      instanceIds(1)[0],
      instanceIds(7)[6],
      instanceIds(12)[11],
    ]);
    expect(asked[0]).toEqual({
      accountId: ACCOUNT,
      region: 'us-west-2',
      kind: 'owner-change',
      resourceName: instanceIds(1)[0],
      ownerKey: 'Owner',
    });
  });
});

describe('then mails are written', () => {
  test('to administrators, program managers and every person whose instances are held', async () => {
    const { mails } = await runBreaker('compose', { launchers: ['bob@ucsc.edu', null, 'eve@ucsc.edu'] });
    expect(topicsOf(mails)).toEqual([
      ['administrators'],
      [ACCOUNT, 'administrators'],
      ['person-bob-ucsc-edu', ACCOUNT, 'administrators'],
      ['person-eve-ucsc-edu', ACCOUNT, 'administrators'],
    ]);
    expect(new Set(mails.map(({ id }) => id)).size).toBe(4);
  });

  test('that say what happened, by whose call, and how to decide', async () => {
    const { mails } = await runBreaker('compose', { changedBy: 'carol@ucsc.edu' });
    expect(mails[0]?.subject).toBe('pangenomics: 12 instances held, not terminated: too many at once');
    expect(mails[0]?.message).toContain(
      '12 instances lost their tag Owner within ten minutes from 09:00 PST',
    );
    expect(mails[0]?.message).toContain('Changed by:  IAM user carol@ucsc.edu');
    expect(mails[0]?.message).toContain(`npm run breaker -- release ${GROUP}`);
    expect(mails[0]?.message).toContain(`npm run breaker -- dismiss ${GROUP}`);
    expect(mails[0]?.message).toContain('  bob@ucsc.edu: 6\n  nobody known: 6\n');
    // A mail to somebody who cannot decide does not say how.
    for (const { message } of mails.slice(1)) expect(message).not.toContain('npm run');
  });

  test('to a person about their own instances only, with the command that keeps them', async () => {
    const { mails } = await runBreaker('compose');
    const own = mails.find(({ person: one }) => one === 'bob@ucsc.edu');
    expect(own?.subject).toBe(
      'pangenomics: 6 of your instances held, not terminated: too many Owner tags gone',
    );
    expect(own?.message).toContain('Value=bob@ucsc.edu');
    expect(own?.message).toContain('6 instances of yours, with 6 others');
    expect(own?.message).toContain(`${instanceIds(1)[0]}  us-west-2  blast-0`);
    expect(own?.message).not.toContain(instanceIds(2)[1]);
  });

  test('that say so if it is unknown who did it', async () => {
    expect((await runBreaker('compose')).mails[0]?.message).toMatch(/Changed by: {2}not known/);
  });

  test('about held instances only, not about those that had an Owner again', async () => {
    const { mails } = await runBreaker('compose', { launchers: ['bob@ucsc.edu', undefined] });
    expect(mails[0]?.subject).toContain('6 instances held');
    expect(mails[0]?.message).not.toContain(instanceIds(2)[1]);
  });

  test.each([
    ['the group was released', { decided: 'released' } as const],
    ['the group was dismissed', { decided: 'dismissed' } as const],
    ['no instance was held', { launchers: [undefined] }],
  ])('but none if %s', async (_, met) => {
    expect((await runBreaker('compose', met)).mails).toEqual([]);
  });

  test('daily to administrators only, with the instances that are left', async () => {
    const { mails } = await runBreaker('compose', { day: 2, remaining: 5 });
    expect(topicsOf(mails)).toEqual([['administrators']]);
    expect(mails[0]?.subject).toBe('pangenomics: 5 instances held, not terminated: please decide');
    expect(mails[0]?.message).toContain('5 of them are without a valid Owner still.');
    expect(mails[0]?.id).not.toBe((await runBreaker('compose')).mails[0]?.id);
  });

  test('daily about the last one, in the singular', async () => {
    const { mails } = await runBreaker('compose', { day: 2, remaining: 1 });
    expect(mails[0]?.subject).toBe('pangenomics: 1 instance held, not terminated: please decide');
    expect(mails[0]?.message).toContain('1 of them is without a valid Owner still.');
  });

  test('in dry-run to administrators only, about all counted instances, without a decision to make', async () => {
    const { mails } = await runBreaker('compose', { mode: 'dry-run', launchers: [null] });
    expect(topicsOf(mails)).toEqual([['administrators']]);
    expect(mails[0]?.subject).toBe('[dry-run] pangenomics: 12 instances would be held');
    expect(mails[0]?.message).not.toContain('npm run');
  });

  test('that fit into the state of an execution, however many people and instances there are', async () => {
    const people = Array.from({ length: 200 }, (_, index) => `person-${index}-${'x'.repeat(30)}@ucsc.edu`);
    const { mails } = await runBreaker('compose', { instances: 3000, launchers: people });
    expect(JSON.stringify(mails).length).toBeLessThan(240_000);
    expect(mails).toHaveLength(42);
    for (const { message } of mails)
      expect(Math.max(...message.split('\n').map((one) => one.length))).toBeLessThan(80);
  });
});
