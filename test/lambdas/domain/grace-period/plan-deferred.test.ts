import { expect, test } from '@jest/globals';
import type { CheckInput } from '../../../../lambdas/domain/grace-period/input.ts';
import type { Decision } from '../../../../lambdas/domain/grace-period/outcome.ts';
import { plan } from '../../../../lambdas/domain/grace-period/plan.ts';
import { aCheckInput, afterRound } from '../../a-check-input.ts';
import { aPolicy } from '../../a-policy.ts';
import { anInstance } from '../../an-instance.ts';
import { anObservation } from '../../an-observation.ts';
import { at, textAt } from '../../at.ts';

const both = anObservation([anInstance('i-1'), anInstance('i-2')]);
const first = aCheckInput();

/** The input of a round at the deadline, when both were warned of; of i-1 this was said in an earlier round. */
const due = (decision: Decision): CheckInput => ({
  ...afterRound(first, plan(first, both, aPolicy(), at(2)), textAt(2, 1)),
  notice: { outcomes: [{ decision, reason: 'said', instanceIds: ['i-1'] }] },
});

test.each(['held', 'stopped'] as const)(
  'an instance that was %s is not terminated in this grace period any more',
  (decision) => {
    const planned = plan(due(decision), both, aPolicy(), at(10));
    expect(planned.toTerminate).toEqual([{ availabilityZone: 'us-west-2a', instanceIds: ['i-2'] }]);
    expect(planned.until).toBeNull();
  },
);

test('nor is there another warning of it', () => {
  const { warned, ...check } = plan(first, both, aPolicy(), at(2));
  const unwarned = {
    ...due('held'),
    check: { ...check, toWarn: [], warned: { ...warned, instanceIds: [] } },
  };
  expect(plan(unwarned, both, aPolicy(), at(10)).toWarn).toEqual(['i-2']);
});

test.each(['warned', 'failed'] as const)('an instance whose outcome is %s is due', (decision) => {
  const planned = plan(due(decision), both, aPolicy(), at(10));
  expect(planned.toTerminate).toEqual([{ availabilityZone: 'us-west-2a', instanceIds: ['i-1', 'i-2'] }]);
});

test('Spot instances have orders of their own, because only they may have persistent requests', () => {
  const spot = anObservation([anInstance('i-1', {}, { isSpot: true }), anInstance('i-2')]);
  const planned = plan(due('warned'), spot, aPolicy(), at(10));
  expect(planned.toTerminate).toEqual([
    { availabilityZone: 'us-west-2a', isSpot: true, instanceIds: ['i-1'] },
    { availabilityZone: 'us-west-2a', instanceIds: ['i-2'] },
  ]);
});
