import { describe, expect, test } from '@jest/globals';
import {
  failUnfinished,
  mergeResults,
  NO_TERMINATIONS,
  remainingOrders,
  retryTimeExceeded,
} from '../../../../lambdas/domain/grace-period/terminations.ts';
import { at, textAt } from '../../at.ts';

const order = (...instanceIds: string[]) => ({ availabilityZone: 'us-west-2a', instanceIds });
const confirmed = (instanceId: string) =>
  ({ instanceId, result: 'terminated', reason: 'confirmed' }) as const;
const unanswered = (instanceId: string) =>
  ({ instanceId, result: 'unanswered', reason: 'TimeoutError' }) as const;

test('an instance with a result is not ordered again, even if a check still shows it', () => {
  const before = mergeResults(NO_TERMINATIONS, [confirmed('i-1'), unanswered('i-2')]);
  expect(remainingOrders([order('i-1', 'i-2'), { ...order('i-1'), isSpot: true }], before)).toEqual([
    order('i-2'),
  ]);
});

test('results of runs add up; unfinished is what the last run left', () => {
  const first = mergeResults(NO_TERMINATIONS, [confirmed('i-1'), unanswered('i-2'), unanswered('i-3')]);
  expect(
    mergeResults(first, [confirmed('i-2'), { instanceId: 'i-3', result: 'not-asked', reason: 'Slow' }]),
  ).toEqual({
    results: [
      { result: 'terminated', reason: 'confirmed', instanceIds: ['i-1'] },
      { result: 'terminated', reason: 'confirmed', instanceIds: ['i-2'] },
    ],
    unfinished: [{ reason: 'Slow', instanceIds: ['i-3'] }],
    // Of the first run's calls nobody knows to this day.
    ifGone: [{ result: 'terminated', reason: 'answer-lost', instanceIds: ['i-2', 'i-3'] }],
  });
});

test('instances that a call without an answer may have terminated are remembered when nothing is left to do', () => {
  const first = mergeResults(NO_TERMINATIONS, [
    unanswered('i-1'),
    { ...unanswered('i-2'), done: 'protection-removed' },
  ]);
  expect(mergeResults(first, [])).toEqual({
    results: [],
    unfinished: [],
    ifGone: [
      { result: 'terminated', reason: 'answer-lost', instanceIds: ['i-1'] },
      { result: 'terminated', reason: 'answer-lost after protection-removed', instanceIds: ['i-2'] },
    ],
  });
});

test('such an instance is remembered once, however many runs there are', () => {
  const first = mergeResults(NO_TERMINATIONS, [unanswered('i-1')]);
  expect(mergeResults(first, [unanswered('i-1'), unanswered('i-2')]).ifGone).toEqual([
    { result: 'terminated', reason: 'answer-lost', instanceIds: ['i-1'] },
    { result: 'terminated', reason: 'answer-lost', instanceIds: ['i-2'] },
  ]);
});

describe('a side effect is reported with the result:', () => {
  const before = mergeResults(NO_TERMINATIONS, [
    { instanceId: 'i-1', result: 'unanswered', reason: 'TimeoutError', done: 'protection-removed' },
  ]);
  test.each([
    ['terminated', 'confirmed', 'protection-overridden'],
    ['terminated', 'answer-lost', 'answer-lost after protection-removed'],
    ['held', 'paused', 'paused after protection-removed'],
    ['failed', 'termination-protected', 'termination-protected after protection-removed'],
  ] as const)('%s, %s', (result, reason, told) => {
    expect(mergeResults(before, [{ instanceId: 'i-1', result, reason }]).results).toEqual([
      { result, reason: told, instanceIds: ['i-1'] },
    ]);
  });
});

describe('an instance that IAM refused to terminate', () => {
  const refused = { instanceId: 'i-1', result: 'failed', reason: 'unauthorized' } as const;

  test('is checked again, once: the check may show an Owner written in the last seconds', () => {
    const first = mergeResults(NO_TERMINATIONS, [
      { ...refused, done: 'protection-removed' },
      confirmed('i-2'),
    ]);
    expect(first).toEqual({
      results: [{ result: 'terminated', reason: 'confirmed', instanceIds: ['i-2'] }],
      unfinished: [{ reason: 'unauthorized', done: 'protection-removed', instanceIds: ['i-1'] }],
      ifGone: [],
    });
    expect(mergeResults(first, [refused])).toMatchObject({
      results: [
        {},
        { result: 'failed', reason: 'unauthorized after protection-removed', instanceIds: ['i-1'] },
      ],
      unfinished: [],
    });
  });

  test('has failed if there is no time left for a check', () => {
    const first = mergeResults(NO_TERMINATIONS, [refused]);
    expect(failUnfinished(first, [order('i-1')]).results).toEqual([
      { result: 'failed', reason: 'unauthorized', instanceIds: ['i-1'] },
    ]);
  });
});

describe('an unfinished termination', () => {
  const before = mergeResults(NO_TERMINATIONS, [confirmed('i-1'), unanswered('i-2')]);

  test('is retried for ten minutes after the deadline', () => {
    expect(retryTimeExceeded(before, textAt(10), at(20))).toBe(false);
    expect(retryTimeExceeded(before, textAt(10), at(20, 1))).toBe(true);
  });

  test('is not abandoned before it was tried', () => {
    expect(retryTimeExceeded(NO_TERMINATIONS, textAt(10), at(60))).toBe(false);
  });

  test('has failed afterwards, with the reason of the last attempt, if the check still finds it due', () => {
    expect(failUnfinished(before, [order('i-1', 'i-2')])).toMatchObject({
      results: [
        { result: 'terminated', reason: 'confirmed', instanceIds: ['i-1'] },
        { result: 'failed', reason: 'TimeoutError after perhaps-terminated', instanceIds: ['i-2'] },
      ],
      unfinished: [],
    });
    // It is gone: `conclude` tells of it by what stays here.
    expect(failUnfinished(before, []).results).toHaveLength(1);
  });
});
