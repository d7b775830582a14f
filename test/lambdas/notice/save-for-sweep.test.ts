import { expect, test } from '@jest/globals';
import type { NoticeInput } from '../../../lambdas/domain/grace-period/input.ts';
import type { TerminationResult } from '../../../lambdas/domain/grace-period/orders-and-results.ts';
import { createHandler } from '../../../lambdas/notice/handler.ts';
import { aBreaker } from '../a-breaker.ts';
import { aCheckInput } from '../a-check-input.ts';
import { aLog } from '../a-log.ts';
import { aMetrics } from '../a-metrics.ts';
import { aRound } from '../a-round.ts';
import { aNoticeEnvironment } from './a-notice-environment.ts';
import { noHourlyMails } from './hourly-mails.ts';
import { someSweepTables } from './some-sweep-tables.ts';

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
  const { kept, sweepTables } = someSweepTables(failure);
  const log = aLog();
  const notify = createHandler(aNoticeEnvironment(), {
    hourlyMails: noHourlyMails,
    breaker: aBreaker(),
    ...sweepTables,
    log,
    metrics: aMetrics(),
  });
  return { notice: await notify({ ...input, ...more }), kept, log: log.lines };
};

test('a stopped or held instance is saved for the sweep', async () => {
  const { kept } = await notified();
  expect(kept).toEqual(['stopped i-1', 'held i-2', 'held i-3', '0 times i-2', '0 times i-3']);
});

test('an instance that would be terminated in enforce is saved as reported, and not reported again that day', async () => {
  const account = { name: 'pangenomics', mode: 'dry-run' } as const;
  const { kept } = await notified({ account, check: due, terminations: undefined });
  expect(kept).toEqual(ids.map((id) => `1 times ${id}`));
});

test('an exempt instance is saved, although nobody gets a mail', async () => {
  const verdict = { is: 'exempt', reason: 'exempt-by-configuration', why: 'a course' } as const;
  const check = aRound({ findings: [{ verdict, instanceIds: ['i-1'] }] });
  const { kept, notice } = await notified({ check, terminations: undefined });
  expect(kept).toEqual(['exempt i-1']);
  expect((await notified({ check, notice, terminations: undefined })).kept).toEqual([]);
});

test('the launcher gets a mail, and the administrators a copy', async () => {
  const { notice } = await notified();
  expect(notice.outcomes.map(({ decision }) => decision)).toEqual(['stopped', 'held', 'terminated']);
  expect(notice.mails.map(({ to, person }) => [to.length, person])).toEqual([
    [2, 'bob@ucsc.edu'],
    [1, null],
  ]);
  expect(notice.mails[1]?.to[0]).toMatch(/administrators$/);
});

test('a table that fails does not stop a mail', async () => {
  const { notice, log } = await notified({}, new Error('the table is down'));
  expect(notice.mails).toHaveLength(2);
  expect(log).toContain('sweep-notes-not-kept');
});

test('in a later round nothing is saved or reported again', async () => {
  const { notice: before } = await notified();
  const { notice, kept } = await notified({ notice: before });
  expect(kept).toEqual([]);
  expect(notice.mails).toEqual([]);
  expect(notice.outcomes).toEqual(before.outcomes);
});
