import { describe, expect, test } from '@jest/globals';
import { countGracePeriods } from '../../../lambdas/domain/breaker/count.ts';
import { NOTHING_COUNTED } from '../../../lambdas/domain/breaker/record.ts';
import type { NoticeInput } from '../../../lambdas/domain/grace-period/input.ts';
import type { Round } from '../../../lambdas/domain/grace-period/round.ts';
import { createHandler } from '../../../lambdas/notice/handler.ts';
import { aBreaker, gracePeriodsToCount } from '../a-breaker.ts';
import { aCheckInput } from '../a-check-input.ts';
import { aLaunch } from '../a-launch.ts';
import { aLog } from '../a-log.ts';
import { aMetrics } from '../a-metrics.ts';
import { aRound } from '../a-round.ts';
import { at, textAt } from '../at.ts';
import { instanceIds } from '../instance-ids.ts';
import { aNoticeEnvironment } from './a-notice-environment.ts';
import { noHourlyMails } from './hourly-mails.ts';
import { someSweepTables } from './some-sweep-tables.ts';

const ACCOUNT = '422448306679';
const THREE = ['i-1', 'i-2', 'i-3'];

/**
 * Three grace periods end, one of them held. These instances, and this many more, were counted by a sweep or by events.
 */
const endGracePeriods = async (
  more: Partial<NoticeInput>,
  { instances = 11, cause = 'untagged' }: { instances?: number; cause?: 'untagged' | 'sweep' } = {},
) => {
  const breaker = aBreaker();
  const beginning = gracePeriodsToCount([...THREE, ...instanceIds(instances - 3)], { cause });
  const { record, group } = countGracePeriods(NOTHING_COUNTED, beginning, at(1));
  await breaker.update(ACCOUNT, () => ({ record, result: null }));
  if (group) await breaker.join(group.id, beginning.instances);
  const notify = createHandler(aNoticeEnvironment(), {
    breaker: breaker,
    hourlyMails: noHourlyMails,
    ...someSweepTables().sweepTables,
    log: aLog(),
    metrics: aMetrics(),
    now: () => at(2),
  });
  const findings = aRound({
    checkedAt: textAt(2),
    held: true,
    until: null,
    findings: [
      { verdict: { is: 'noncompliant', reason: 'owner-missing' }, instanceIds: ['i-1', 'i-in-none'] },
      { verdict: { is: 'compliant', reason: 'owner-valid' }, instanceIds: ['i-2'] },
      { verdict: { is: 'gone', reason: 'not-found' }, instanceIds: ['i-3', 'i-gone-of-none'] },
    ],
  });
  const launch = aLaunch({ eventTime: textAt(0) });
  const { mails } = await notify({ ...aCheckInput(), launch, cause: 'untagged', check: findings, ...more });
  const joined = (await breaker.joined(group?.id ?? '')).filter(
    ({ launcher, isSettled }) => launcher !== undefined || isSettled !== undefined,
  );
  const { counted } = await breaker.read(ACCOUNT);
  return { mails, joined, settled: counted.flatMap((one) => (one.settledAt ? one.instanceId : [])) };
};

const KEPT = [
  { instanceId: 'i-1', launcher: { userName: expect.any(String) }, isSettled: false },
  { instanceId: 'i-2', isSettled: true },
  { instanceId: 'i-3', isSettled: true },
];

describe('at the end of a grace period', () => {
  test('held instances are saved with their launcher, settled ones as settled, and none gets its own mail', async () => {
    const { mails, joined } = await endGracePeriods({});
    expect(mails).toEqual([]);
    expect(joined).toMatchObject(KEPT);
    expect(joined).toHaveLength(KEPT.length);
  });

  test('the same is saved if they were counted for another grace period, by a sweep or for their launch', async () => {
    expect((await endGracePeriods({}, { cause: 'sweep' })).joined).toMatchObject(KEPT);
    expect((await endGracePeriods({ cause: 'launch' })).joined).toMatchObject(KEPT);
  });

  test('settled instances are saved even without a group: a later count may make one', async () => {
    const { joined, settled } = await endGracePeriods({}, { instances: 10 });
    expect(joined).toEqual([]);
    expect(settled).toEqual(['i-2', 'i-3']);
  });

  test('before the end, only gone instances are settled: an Owner may be removed again', async () => {
    const findings: Round['findings'] = [
      { verdict: { is: 'compliant', reason: 'owner-valid' }, instanceIds: ['i-2'] },
      { verdict: { is: 'gone', reason: 'terminated' }, instanceIds: ['i-3'] },
    ];
    const check = aRound({ checkedAt: textAt(2), until: textAt(10), findings });
    expect((await endGracePeriods({ check })).joined).toMatchObject([{ instanceId: 'i-3', isSettled: true }]);
    expect((await endGracePeriods({ check }, { instances: 10 })).settled).toEqual(['i-3']);
    const living = aRound({ checkedAt: textAt(2), until: textAt(10), findings: findings.slice(0, 1) });
    expect(await endGracePeriods({ check: living })).toMatchObject({ joined: [], settled: [] });
  });
});
