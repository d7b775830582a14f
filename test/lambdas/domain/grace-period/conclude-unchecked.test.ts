import { expect, test } from '@jest/globals';
import { concludeUnchecked } from '../../../../lambdas/domain/grace-period/conclude.ts';

test('what AWS confirmed is the outcome, and the other instances keep theirs', () => {
  const before = [
    { decision: 'warned', reason: 'owner-missing', instanceIds: ['i-1', 'i-2', 'i-3'] } as const,
  ];
  const terminations = {
    results: [
      { result: 'terminated' as const, reason: 'confirmed', instanceIds: ['i-1'] },
      { result: 'held' as const, reason: 'paused', instanceIds: ['i-2'] },
    ],
    unfinished: [],
    ifGone: [],
  };
  const warned = before.map((one) => ({ ...one, instanceIds: [...one.instanceIds] }));
  expect(concludeUnchecked(warned, terminations)).toEqual([
    { decision: 'warned', reason: 'owner-missing', instanceIds: ['i-3'] },
    { decision: 'terminated', reason: 'owner-missing', instanceIds: ['i-1'] },
    { decision: 'held', reason: 'paused', instanceIds: ['i-2'] },
  ]);
  expect(concludeUnchecked(warned, undefined)).toEqual(warned);
});
