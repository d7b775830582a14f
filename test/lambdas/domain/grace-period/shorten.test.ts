import { describe, expect, test } from '@jest/globals';
import { isTerminable, type Verdict } from '../../../../lambdas/domain/compliance/verdict.ts';
import { foldValues, instanceLine } from '../../../../lambdas/domain/grace-period/shorten.ts';
import { anInstance } from '../../an-instance.ts';

describe('foldValues', () => {
  const judged = (verdictOf: (value: string) => Verdict) =>
    Array.from({ length: 1000 }, (_, index) => ({
      instanceId: `i-${index}`,
      verdict: verdictOf(`node-${index}`),
    }));

  const distinct = (verdicts: readonly { readonly verdict: Verdict }[]): number =>
    new Set(verdicts.map(({ verdict }) => JSON.stringify(verdict))).size;

  describe('a thousand different values become a few', () => {
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

  test('a verdict that quotes no tag stays as it is', () => {
    const missing = judged(() => ({ is: 'noncompliant', reason: 'owner-missing' }));
    expect(foldValues(missing)).toEqual(missing);
  });
});

describe('instanceLine', () => {
  const volumes = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, n) => `vol-${prefix}${n}`);

  test('volumes are listed by what happens to them', () => {
    const instance = anInstance(
      'i-1',
      { Name: 'a\nb' },
      { volumes: { deleted: ['vol-1'], kept: ['vol-2'] } },
    );
    expect(instanceLine(instance)).toEqual({
      instanceId: 'i-1',
      instanceType: 'm7g.large',
      name: 'a b',
      volumes: { deleted: ['vol-1'], kept: ['vol-2'] },
    });
  });

  test('of many volumes, those that survive are listed first, and the rest are counted', () => {
    const instance = anInstance(
      'i-1',
      {},
      { volumes: { deleted: volumes('d', 120), kept: volumes('k', 5) } },
    );
    expect(instanceLine(instance).volumes).toEqual({
      deleted: volumes('d', 3),
      kept: volumes('k', 5),
      unlisted: 117,
    });
  });

  test('the Owner of those that survive is kept, if it is known', () => {
    const kept = { deleted: [], kept: ['vol-1'], keptOwner: 'bob@ucsc.edu' };
    expect(instanceLine(anInstance('i-1', {}, { volumes: kept })).volumes).toEqual(kept);
  });

  test('volumes are left out if there are none', () => {
    expect(instanceLine(anInstance('i-1'))).not.toHaveProperty('volumes');
  });
});
