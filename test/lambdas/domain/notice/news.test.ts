import { describe, expect, test } from '@jest/globals';
import type { Verdict } from '../../../../lambdas/domain/compliance/verdict.ts';
import type { Outcome } from '../../../../lambdas/domain/grace-period/outcome.ts';
import { isFailure } from '../../../../lambdas/domain/grace-period/round.ts';
import { findNews } from '../../../../lambdas/domain/notice/news.ts';
import { aRound } from '../../a-round.ts';

const missing: Verdict = { is: 'noncompliant', reason: 'owner-missing' };
const outcome = (decision: Outcome['decision'], instanceIds: string[], reason = 'why'): Outcome => ({
  decision,
  reason,
  instanceIds,
});
const round = (instanceIds: string[], toWarn: string[] = []) =>
  aRound({ findings: [{ verdict: missing, instanceIds }], toWarn });

test.each(['complied', 'gone', 'exempt'] as const)('it is no news that an instance is %s', (decision) => {
  expect(findNews(round(['i-1']), [outcome(decision, ['i-1'])], [])).toEqual([]);
});

test('news includes the verdict behind it', () => {
  expect(findNews(round(['i-1']), [outcome('failed', ['i-1'], 'termination-protected')], [])).toEqual([
    { decision: 'failed', reason: 'termination-protected', verdict: missing, instanceIds: ['i-1'] },
  ]);
});

test('the most urgent news comes first', () => {
  const outcomes = (
    [
      'inherited',
      'repaired',
      'noticed',
      'invalid',
      'warned',
      'held',
      'would-terminate',
      'stopped',
      'terminated',
      'failed',
    ] as const
  ).map((decision, index) => outcome(decision, [`i-${index}`]));
  const ids = outcomes.flatMap(({ instanceIds }) => instanceIds);
  expect(findNews(round(ids, ids), outcomes, []).map(({ decision }) => decision)).toEqual([
    'failed',
    'terminated',
    'stopped',
    'would-terminate',
    'held',
    'warned',
    'invalid',
    'noticed',
    'repaired',
    'inherited',
  ]);
});

test('a tag that a tool changes back is reported once, and not in later grace periods', () => {
  const told = (reason: string) => findNews(round(['i-1']), [outcome('invalid', ['i-1'], reason)], []);
  expect([told('changed-back').length, told('changed-back-before').length]).toEqual([1, 0]);
});

describe('the same is not reported twice', () => {
  test.each(['invalid', 'repaired', 'inherited', 'terminated', 'stopped', 'held', 'failed'] as const)(
    '%s',
    (decision) => {
      const before = [outcome(decision, ['i-1'])];
      const found = findNews(round(['i-1', 'i-2']), [outcome(decision, ['i-1', 'i-2'])], before);
      expect(found.map(({ instanceIds }) => instanceIds)).toEqual([['i-2']]);
    },
  );

  test('a warning, unless the round warns again', () => {
    const before = [outcome('warned', ['i-1', 'i-2'])];
    const found = findNews(round(['i-1', 'i-2'], ['i-2']), [outcome('warned', ['i-1', 'i-2'])], before);
    expect(found.map(({ instanceIds }) => instanceIds)).toEqual([['i-2']]);
  });
});

test('a change since the last notice is reported', () => {
  const found = findNews(round(['i-1']), [outcome('terminated', ['i-1'])], [outcome('warned', ['i-1'])]);
  expect(found).toMatchObject([{ decision: 'terminated', instanceIds: ['i-1'] }]);
});

test('a failed check is distinguished from a round', () => {
  expect(isFailure({ Error: 'RoleNotAssumable' })).toBe(true);
  expect(isFailure(aRound())).toBe(false);
});
