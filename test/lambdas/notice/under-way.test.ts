import { describe, expect, test } from '@jest/globals';
import type { NoticeInput } from '../../../lambdas/domain/grace-period/input.ts';
import type { Notice } from '../../../lambdas/domain/grace-period/outcome.ts';
import type { Round } from '../../../lambdas/domain/grace-period/round.ts';
import { createHandler } from '../../../lambdas/notice/handler.ts';
import { aBreaker } from '../a-breaker.ts';
import { aCheckInput } from '../a-check-input.ts';
import { aLog } from '../a-log.ts';
import { aMetrics } from '../a-metrics.ts';
import { aRound } from '../a-round.ts';
import { at, textAt } from '../at.ts';
import { aNoticeEnvironment } from './a-notice-environment.ts';
import { hourlyMails } from './hourly-mails.ts';
import { someSweepTables } from './some-sweep-tables.ts';

const BOB = { userName: 'bob@ucsc.edu', description: 'bob@ucsc.edu', evidence: 'assume-role' as const };

const notifyAt = (minute: number, input: Partial<NoticeInput>, dryRun = false): Promise<Notice> => {
  const ACCOUNTS = dryRun ? { 'dry-run': ['422448306679'], enforce: [] } : aNoticeEnvironment().ACCOUNTS;
  const { hourlyMails: table } = hourlyMails({
    isReported: false,
    launches: 0,
    since: null,
    until: textAt(62),
  });
  const notify = createHandler(
    { ...aNoticeEnvironment(), ACCOUNTS },
    {
      breaker: aBreaker(),
      hourlyMails: table,
      ...someSweepTables().sweepTables,
      log: aLog(),
      metrics: aMetrics(),
      now: () => at(minute),
    },
  );
  return notify({ ...aCheckInput(), launcher: BOB, ...input });
};

const topics = ({ mails }: Notice) =>
  mails.map(({ to, subject }) => [
    to.map((arn) => arn.split(':tag-enforcement-')[1]?.replace(/(person-bob-ucsc-edu)-\w+$/, '$1')).join(' '),
    subject.replace('pangenomics us-west-2: ', ''),
  ]);

const missing = { is: 'noncompliant', reason: 'owner-missing' } as const;
const warned: Notice = {
  mails: [],
  outcomes: [{ decision: 'warned', reason: 'owner-missing', instanceIds: ['i-1', 'i-2'] }],
  mode: 'enforce',
};
const roundAt = (minute: number, more: Partial<Round>): Round =>
  aRound({ checkedAt: textAt(minute), until: null, ...more });
const dryRound = roundAt(10, {
  mode: 'dry-run',
  findings: [{ verdict: missing, instanceIds: ['i-1', 'i-2'] }],
  wouldTerminate: ['i-1', 'i-2'],
});

describe('an account that was changed from enforce to dry-run', () => {
  test('only administrators learn what would be terminated, and nothing has failed', async () => {
    const notice = await notifyAt(10, { check: dryRound, notice: warned });
    expect(topics(notice)).toEqual([
      ['administrators', '[dry-run] 2 instances would be terminated now in mode enforce'],
    ]);
    expect(notice.outcomes).toMatchObject([{ decision: 'would-terminate' }]);
  });

  test('this includes instances whose warning was an earlier mail about a whole group', async () => {
    const origin = { kind: 'auto-scaling-group', id: 'workers', owner: null } as const;
    const notice = await notifyAt(10, {
      check: { ...dryRound, origin },
      notice: { ...warned, warnedIn: 'its-mail' },
    });
    expect(topics(notice)[0]).toEqual([
      'administrators',
      '[dry-run] 2 instances would be terminated now in mode enforce',
    ]);
  });

  test('earlier terminations are reported to the launcher as in enforce, and the rest to administrators', async () => {
    const results = [{ result: 'terminated', reason: 'confirmed', instanceIds: ['i-1'] }] as const;
    const notice = await notifyAt(10, {
      check: dryRound,
      notice: warned,
      terminations: {
        results: results.map((one) => ({ ...one, instanceIds: ['i-1'] })),
        unfinished: [{ reason: 'NotFinished', done: 'protection-removed', instanceIds: ['i-2'] }],
        ifGone: [],
      },
    });
    expect(topics(notice)).toEqual([
      [
        'person-bob-ucsc-edu 422448306679 administrators',
        '1 instance terminated at 09:10 PST: no valid tag Owner',
      ],
      ['administrators', '[dry-run] 1 instance would be terminated now in mode enforce'],
    ]);
    expect(notice.mails[0]?.message).not.toContain('DRY RUN');
    expect(notice.mails[1]?.message).toContain('Its termination protection was removed before that.');
    expect(new Set(notice.mails.map(({ id }) => id)).size).toBe(2);
  });

  test('a failed check is reported only to administrators', async () => {
    const notice = await notifyAt(10, { check: { Error: 'RoleNotAssumable' }, notice: warned }, true);
    expect(topics(notice)).toEqual([
      ['administrators', expect.stringMatching(/^\[dry-run] FAILED to check/)],
    ]);
  });
});

describe('an account that was removed from the configuration', () => {
  const unlisted = roundAt(10, {
    mode: 'not-listed',
    findings: [{ verdict: { is: 'exempt', reason: 'account-not-listed' }, instanceIds: ['i-1', 'i-2'] }],
    warned: { instanceIds: ['i-1', 'i-2'], at: textAt(2) },
  });

  test("people who were warned learn that nothing is terminated; the account's topic is gone", async () => {
    const notice = await notifyAt(10, { check: unlisted, notice: warned });
    expect(topics(notice)).toEqual([
      [
        'person-bob-ucsc-edu administrators',
        '2 instances will not be terminated: the account left the service',
      ],
    ]);
    expect(notice.outcomes).toMatchObject([{ decision: 'exempt', reason: 'account-not-listed' }]);
    expect(notice.mails[0]?.message).toContain('A mail told otherwise.');
  });

  test('nobody else gets a mail', async () => {
    expect((await notifyAt(10, { check: unlisted })).mails).toEqual([]);
  });

  test('in dry-run, only the administrators were warned', async () => {
    const notice = await notifyAt(10, { check: unlisted, notice: { ...warned, mode: 'dry-run' } });
    expect(topics(notice).map(([to]) => to)).toEqual(['administrators']);
  });

  test('earlier terminations are reported, and so are those that may have happened', async () => {
    const notice = await notifyAt(10, {
      check: unlisted,
      notice: warned,
      terminations: {
        results: [{ result: 'terminated', reason: 'confirmed', instanceIds: ['i-1'] }],
        unfinished: [{ reason: 'TimeoutError', instanceIds: ['i-2'] }],
        ifGone: [{ result: 'terminated', reason: 'answer-lost', instanceIds: ['i-2'] }],
      },
    });
    expect(notice.outcomes).toEqual([
      { decision: 'terminated', reason: 'owner-missing', instanceIds: ['i-1'] },
      {
        decision: 'failed',
        reason: 'account-not-listed after perhaps-terminated',
        instanceIds: ['i-2'],
      },
    ]);
  });
});

describe('a round whose notice is written too late', () => {
  const check = roundAt(2, { findings: [{ verdict: missing, instanceIds: ['i-1'] }], toWarn: ['i-1'] });
  const stale = { name: 'StaleRound', message: expect.stringContaining('check again') };

  test('is checked again, since its mail would report a deadline that has passed', async () => {
    expect((await notifyAt(7, { check })).mails).toHaveLength(1);
    await expect(notifyAt(7.1, { check })).rejects.toMatchObject(stale);
  });

  test('is checked again even if the check had failed', async () => {
    const failed = { check: { Error: 'RoleNotAssumable' }, notCheckedAt: textAt(2) };
    expect((await notifyAt(7, failed)).mails).not.toEqual([]);
    await expect(notifyAt(7.1, failed)).rejects.toMatchObject(stale);
  });

  test('a warning has the time after which it is not sent; a report of what was done has none', async () => {
    expect((await notifyAt(2, { check })).mails.map(({ until }) => until)).toEqual([textAt(10)]);
    const { mails } = await notifyAt(10, { check: dryRound, notice: warned });
    expect(mails.map(({ until }) => until)).toEqual([undefined]);
  });
});
