import { describe, expect, test } from '@jest/globals';
import type { Decision, Outcome } from '../../../lambdas/domain/grace-period/outcome.ts';
import { measureRound } from '../../../lambdas/notice/measure-round.ts';
import { aCheckInput } from '../a-check-input.ts';
import { aMetrics } from '../a-metrics.ts';
import { aRound } from '../a-round.ts';
import { at, textAt } from '../at.ts';

const ACCOUNT = '422448306679';

const outcome = (decision: Decision, ...instanceIds: string[]): Outcome => ({
  decision,
  reason: 'owner-missing',
  instanceIds,
});

const measure = (
  outcomes: readonly Outcome[],
  before: readonly Outcome[] = [],
  { isUnattributed = false, dueAt = '' } = {},
) => {
  const { measured, ...metrics } = aMetrics();
  const round = aRound(dueAt ? { dueAt } : {});
  const notice = { outcomes: [...before] };
  measureRound(
    { input: { ...aCheckInput(), check: round, notice }, round, outcomes, before, isUnattributed },
    metrics,
    at(12, 30),
  );
  return measured.map((line) => line.replace(`${ACCOUNT} `, ''));
};

test.each<[Decision, string]>([
  ['warned', 'Warned 2'],
  ['complied', 'Complied 2'],
  ['repaired', 'Complied 2'],
  ['inherited', 'Complied 2'],
  ['terminated', 'Terminated 2'],
  ['failed', 'Failed 2'],
])('instances are counted: %s', (decision, expected) => {
  expect(measure([outcome(decision, 'i-1', 'i-2')])).toEqual([expected]);
});

test.each<Decision>(['gone', 'exempt', 'invalid', 'would-terminate', 'stopped', 'held', 'noticed'])(
  'instances with another outcome are not counted: %s',
  (decision) => {
    expect(measure([outcome(decision, 'i-1')])).toEqual([]);
  },
);

describe('each instance is counted once', () => {
  test('an outcome of an earlier round is not counted again', () => {
    const before = [outcome('warned', 'i-1', 'i-2')];
    expect(measure([outcome('warned', 'i-1', 'i-2', 'i-3')], before)).toEqual(['Warned 1']);
  });

  test('an instance that is repaired and then compliant is counted once', () => {
    expect(measure([outcome('complied', 'i-1')], [outcome('repaired', 'i-1')])).toEqual([]);
  });

  test('an instance that is warned of and then terminated is counted as both', () => {
    expect(measure([outcome('terminated', 'i-1')], [outcome('warned', 'i-1')])).toEqual(['Terminated 1']);
  });
});

test('an instance that is not terminated because of a wrong pattern is counted once, as such and as invalid', () => {
  const spared: Outcome = {
    decision: 'invalid',
    reason: 'no-user-known-to-match',
    instanceIds: ['i-1', 'i-2'],
  };
  expect(measure([spared, outcome('invalid', 'i-3')])).toEqual(['InvalidSpared 2']);
  expect(measure([spared], [{ ...spared, instanceIds: ['i-1'] }])).toEqual(['InvalidSpared 1']);
});

test('the lateness of a termination is measured from when it was due', () => {
  const dueAt = textAt(10);
  expect(measure([outcome('terminated', 'i-1')], [], { dueAt })).toEqual([
    'Terminated 1',
    'TerminationLateness 150',
  ]);
  expect(measure([outcome('failed', 'i-1')], [], { dueAt })).toEqual(['Failed 1']);
});

test('a launch whose launcher is unknown is counted in its first round with news', () => {
  const unattributed = { isUnattributed: true };
  expect(measure([outcome('invalid', 'i-1')], [], unattributed)).toEqual(['Unattributed 1']);
  expect(measure([outcome('terminated', 'i-1')], [outcome('warned', 'i-1')], unattributed)).toEqual([
    'Terminated 1',
  ]);
});
