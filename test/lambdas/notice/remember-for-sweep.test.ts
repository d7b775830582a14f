import { describe, expect, test } from '@jest/globals';
import { count, NOTHING_COUNTED } from '../../../lambdas/domain/breaker/breaker.ts';
import type { NoticeInput } from '../../../lambdas/domain/grace-period/input.ts';
import type { TerminationResult } from '../../../lambdas/domain/grace-period/order.ts';
import { createHandler } from '../../../lambdas/notice/handler.ts';
import { aBeginning, aBreaker } from '../a-breaker.ts';
import { aCheckInput } from '../a-check-input.ts';
import { aLaunch } from '../a-launch.ts';
import { aLog } from '../a-log.ts';
import { aMetrics } from '../a-metrics.ts';
import { aRound } from '../a-round.ts';
import { at, textAt } from '../at.ts';
import { instanceIds } from '../instance-ids.ts';
import { aNoticeEnvironment } from './a-notice-environment.ts';
import { noGroupMails } from './group-mails.ts';
import { someMemories } from './some-memories.ts';

const results: TerminationResult[] = [
  { result: 'stopped', reason: 'termination-protected', instanceIds: ['i-1'] },
  { result: 'held', reason: 'paused', instanceIds: ['i-2', 'i-3'] },
  { result: 'terminated', reason: 'confirmed', instanceIds: ['i-4'] },
];
const ids = results.flatMap(({ instanceIds }) => instanceIds);
const due = aRound({
  findings: [{ verdict: { is: 'noncompliant', reason: 'owner-missing' }, instanceIds: ids }],
  toTerminate: [{ availabilityZone: 'us-west-2a', instanceIds: ids }],
  until: null,
});
const input: NoticeInput = {
  ...aCheckInput(),
  check: due,
  terminations: { results, unfinished: [], ifGone: [] },
};

const notified = async (more: Partial<NoticeInput> = {}, failure?: Error) => {
  const { kept, memories } = someMemories(failure);
  const log = aLog();
  const notify = createHandler(aNoticeEnvironment(), {
    groupMails: noGroupMails,
    breaker: () => aBreaker(),
    ...memories,
    log,
    metrics: aMetrics(),
  });
  return { notice: await notify({ ...input, ...more }), kept, log: log.lines };
};

test('what was stopped or held is remembered for the sweep', async () => {
  const { kept } = await notified();
  expect(kept).toEqual(['stopped i-1', 'held i-2', 'held i-3', '0 times i-2', '0 times i-3']);
});

test('what would be terminated in mode enforce was told, and is not told again that day', async () => {
  const account = { name: 'pangenomics', mode: 'dry-run' } as const;
  const { kept } = await notified({ account, check: due, terminations: undefined });
  expect(kept).toEqual(ids.map((id) => `1 times ${id}`));
});

test('what is exempt, though nobody is told, was settled', async () => {
  const verdict = { is: 'exempt', reason: 'exempt-by-configuration', why: 'a course' } as const;
  const check = aRound({ findings: [{ verdict, instanceIds: ['i-1'] }] });
  const { kept, notice } = await notified({ check, terminations: undefined });
  expect(kept).toEqual(['exempt i-1']);
  expect((await notified({ check, notice, terminations: undefined })).kept).toEqual([]);
});

test('the launcher is told, and the administrators get a copy', async () => {
  const { notice } = await notified();
  expect(notice.outcomes.map(({ decision }) => decision)).toEqual(['stopped', 'held', 'terminated']);
  expect(notice.mails.map(({ to, person }) => [to.length, person])).toEqual([
    [2, 'bob@ucsc.edu'],
    [1, null],
  ]);
  expect(notice.mails[1]?.to[0]).toMatch(/administrators$/);
});

test('a table that fails keeps no mail back', async () => {
  const { notice, log } = await notified({}, new Error('the table is down'));
  expect(notice.mails).toHaveLength(2);
  expect(log).toContain('not remembered for the sweep');
});

test('in a later round nothing is remembered or told again', async () => {
  const { notice: before } = await notified();
  const { notice, kept } = await notified({ notice: before });
  expect(kept).toEqual([]);
  expect(notice.mails).toEqual([]);
  expect(notice.outcomes).toEqual(before.outcomes);
});

describe('in a group of the breaker', () => {
  const GROUP = '422448306679-untagged-1793725200';
  const untagged = aLaunch({ eventTime: textAt(0) });
  const told = async (more: Partial<NoticeInput>, instances = 11) => {
    const breaker = aBreaker();
    const { record } = count(
      NOTHING_COUNTED,
      aBeginning(['i-1', 'i-2', 'i-3', ...instanceIds(instances - 3)]),
      at(1),
    );
    await breaker.update('422448306679', () => ({ record, result: null }));
    const log = aLog();
    const notify = createHandler(aNoticeEnvironment(), {
      breaker: () => breaker,
      groupMails: noGroupMails,
      ...someMemories().memories,
      log,
      metrics: aMetrics(),
      now: () => at(2),
    });
    const findings: NoticeInput['check'] = aRound({
      checkedAt: textAt(2),
      held: true,
      until: null,
      findings: [
        { verdict: { is: 'noncompliant', reason: 'owner-missing' }, instanceIds: ['i-1'] },
        { verdict: { is: 'compliant', reason: 'owner-valid' }, instanceIds: ['i-2'] },
        { verdict: { is: 'gone', reason: 'not-found' }, instanceIds: ['i-3'] },
      ],
    });
    const { mails } = await notify({
      ...input,
      launch: untagged,
      cause: 'untagged',
      check: findings,
      terminations: undefined,
      ...more,
    });
    const { counted } = await breaker.read('422448306679');
    const settled = counted.flatMap((one) => (one.isSettled ? one.instanceId : []));
    return { mails, joined: await breaker.joined(GROUP), settled };
  };

  test('what is held is kept with whose it is, what needs no decision as such, and no mail tells of it alone', async () => {
    const { mails, joined } = await told({});
    expect(mails).toEqual([]);
    expect(joined).toMatchObject([
      { instanceId: 'i-1', launcher: { userName: expect.any(String) } },
      { instanceId: 'i-2', isSettled: true },
      { instanceId: 'i-3', isSettled: true },
    ]);
  });

  test('and nothing of launches, nor where there is no group', async () => {
    expect((await told({ cause: 'launch' })).joined).toEqual([]);
    const { joined, settled } = await told({}, 10);
    expect(joined).toEqual([]);
    // Who is counted later may make one of those that were counted before.
    expect(settled).toEqual(['i-2', 'i-3']);
  });
});
