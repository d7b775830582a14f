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

test('what has come to an end is not ordered again, though a late look still shows it', () => {
  const before = mergeResults(NO_TERMINATIONS, [confirmed('i-1'), unanswered('i-2')]);
  expect(remainingOrders([order('i-1', 'i-2'), { ...order('i-1'), isSpot: true }], before)).toEqual([
    order('i-2'),
  ]);
});

test('runs add up; what is unfinished is what the last run left', () => {
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

test('what a call without an answer may have ended is remembered when nothing is left to do about it', () => {
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

test('and remembered once, however often it goes round', () => {
  const first = mergeResults(NO_TERMINATIONS, [unanswered('i-1')]);
  expect(mergeResults(first, [unanswered('i-1'), unanswered('i-2')]).ifGone).toEqual([
    { result: 'terminated', reason: 'answer-lost', instanceIds: ['i-1'] },
    { result: 'terminated', reason: 'answer-lost', instanceIds: ['i-2'] },
  ]);
});

describe('what was done before is told with whatever comes of it:', () => {
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

describe('what IAM refused', () => {
  const refused = { instanceId: 'i-1', result: 'failed', reason: 'unauthorized' } as const;

  test('is checked again, once: an Owner written in the last seconds may be seen by then', () => {
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

  test('has failed where there is no time left to check it', () => {
    const first = mergeResults(NO_TERMINATIONS, [refused]);
    expect(failUnfinished(first, [order('i-1')]).results).toEqual([
      { result: 'failed', reason: 'unauthorized', instanceIds: ['i-1'] },
    ]);
  });
});

describe('what is unfinished', () => {
  const before = mergeResults(NO_TERMINATIONS, [confirmed('i-1'), unanswered('i-2')]);

  test('is tried again for ten minutes after it was due', () => {
    expect(retryTimeExceeded(before, textAt(10), at(20))).toBe(false);
    expect(retryTimeExceeded(before, textAt(10), at(20, 1))).toBe(true);
  });

  test('and is not given up before it was tried', () => {
    expect(retryTimeExceeded(NO_TERMINATIONS, textAt(10), at(60))).toBe(false);
  });

  test('has failed then, for what the last try met, as far as the check still finds it due', () => {
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
