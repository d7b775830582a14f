import { describe, expect, test } from '@jest/globals';
import { foldValues } from '../../../../lambdas/domain/grace-period/fold-values.ts';
import { isTerminable, type Verdict } from '../../../../lambdas/domain/verdict/verdict.ts';

const judged = (verdictOf: (value: string) => Verdict) =>
  Array.from({ length: 1000 }, (_, index) => ({
    instanceId: `i-${index}`,
    verdict: verdictOf(`node-${index}`),
  }));

const distinct = (verdicts: readonly { readonly verdict: Verdict }[]): number =>
  new Set(verdicts.map(({ verdict }) => JSON.stringify(verdict))).size;

describe('a thousand different values are told as a few', () => {
  test.each<[string, (value: string) => Verdict]>([
    ['invalid', (value) => ({ is: 'invalid', reason: 'no-pattern-matches', tag: { key: 'Owner', value } })],
    [
      'noncompliant',
      (value) => ({ is: 'noncompliant', reason: 'owner-invalid', tag: { key: 'Owner', value } }),
    ],
    ['disagreeing', (value) => ({ is: 'invalid', reason: 'near-misses-disagree', values: [value, 'x'] })],
    [
      'near misses',
      (value) => ({
        is: 'noncompliant',
        reason: 'near-miss',
        tag: { key: 'owner', value },
        owner: `${value}@ucsc.edu`,
      }),
    ],
  ])('%s, and none becomes terminable', (_, verdictOf) => {
    const before = judged(verdictOf);
    const after = foldValues(before);
    expect(distinct(after)).toBe(21);
    expect(after.slice(0, 20)).toEqual(before.slice(0, 20));
    expect(after.map(({ verdict }) => isTerminable(verdict))).toEqual(
      before.map(({ verdict }) => isTerminable(verdict)),
    );
  });
});

test('what quotes no tag stays as it is', () => {
  const missing = judged(() => ({ is: 'noncompliant', reason: 'owner-missing' }));
  expect(foldValues(missing)).toEqual(missing);
});
