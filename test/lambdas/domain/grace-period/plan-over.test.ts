import { describe, expect, test } from '@jest/globals';
import type { CheckInput } from '../../../../lambdas/domain/grace-period/input.ts';
import { type Policy, plan } from '../../../../lambdas/domain/grace-period/plan.ts';
import type { Instance } from '../../../../lambdas/domain/instances.ts';
import { aCheckInput, afterRound } from '../../a-check-input.ts';
import { aPolicy } from '../../a-policy.ts';
import { anInstance } from '../../an-instance.ts';
import { anObservation } from '../../an-observation.ts';
import { anOwnerTag } from '../../an-owner-tag.ts';
import { at, textAt } from '../../at.ts';

const planAt = (
  minutes: number,
  instances: readonly Instance[],
  input: CheckInput,
  seconds = 0,
  more: Partial<Policy> = {},
) => plan(input, anObservation(instances), aPolicy({ inheritOwner: [], ...more }), at(minutes, seconds));

/** i-1 and i-2 were warned of at minute 2; i-1 looks like this just before the deadline, or at it. */
const afterLook = (
  minutes: number,
  seconds: number,
  tags: Readonly<Record<string, string>>,
  more: Partial<Policy> = {},
) => {
  const both = [anInstance('i-1'), anInstance('i-2')];
  const input = aCheckInput();
  const warned = afterRound(input, planAt(2, both, input), textAt(2, 1));
  const { published: _, ...later } = warned;
  const check = planAt(minutes, [anInstance('i-1', tags), anInstance('i-2')], warned, seconds, more);
  return { ...later, check };
};
const none = [anInstance('i-1'), anInstance('i-2')];

describe('an Owner that is removed after the deadline, while other instances are still being terminated', () => {
  test.each([
    ['a valid one', { Owner: 'shared' }],
    ['an invalid one', { Owner: 'bob' }],
    ['a near miss', { owner: 'shared' }],
    [
      'one that terminates nothing, because no user matches a pattern',
      { Owner: 'bob' },
      { ownerTag: anOwnerTag({ onInvalidValue: 'terminate' }), matchesNoUser: true },
    ],
  ])('ends this grace period for the instance: %s', (_, tags, more: Partial<Policy> = {}) => {
    const input = afterLook(10, 0, tags, more);
    const planned = planAt(10, none, input, 40);
    expect(planned).toMatchObject({
      toWarn: [],
      toRepair: [],
      toTerminate: [{ instanceIds: ['i-2'] }],
      findings: [{ instanceIds: ['i-2'] }],
      over: ['i-1'],
      until: null,
    });
    // However often it is looked at.
    expect(planAt(11, none, { ...input, check: planned })).toMatchObject({
      toTerminate: [{ instanceIds: ['i-2'] }],
      over: ['i-1'],
    });
  });

  test('does so only if a check at the deadline saw it; if only an earlier one did, this grace period goes on', () => {
    expect(planAt(10, none, afterLook(9, 59, { Owner: 'shared' }))).toMatchObject({
      toTerminate: [{ instanceIds: ['i-1', 'i-2'] }],
    });
  });

  test.each([
    ['AWS did not show it in between', []],
    ['it was exempt in between, since its launcher was not known', [anInstance('i-1')]],
  ])('is none of this one’s either where %s', (_, between) => {
    const { launch, ...others } = afterLook(10, 0, { Owner: 'shared' });
    const { identity: _identity, ...unknown } = launch;
    const input = { ...others, launch: unknown };
    const role = 'arn:aws:iam::422448306679:role/ci';
    const exemptions = [{ role, reason: 'CI', until: '2099-12-31' }];
    const check = planAt(10, between, input, 40, { exemptions });
    expect(planAt(11, none, { ...input, check })).toMatchObject({
      toTerminate: [{ instanceIds: ['i-2'] }],
      over: ['i-1'],
    });
  });

  test('is told as gone where it has ended since', () => {
    const ended = anInstance('i-1', {}, { state: 'terminated' });
    expect(planAt(11, [ended], afterLook(10, 0, { Owner: 'shared' }))).toMatchObject({
      findings: [{ verdict: { is: 'gone' }, instanceIds: ['i-1'] }, { instanceIds: ['i-2'] }],
    });
  });

  test('does not apply to an instance without an Owner at the deadline', () => {
    expect(planAt(10, none, afterLook(10, 0, {}), 40).over).toBeUndefined();
  });
});

describe('a first check that an outage delayed beyond the deadline', () => {
  const looked = (minutes: number, seconds: number) => {
    const warned = afterRound(aCheckInput(), planAt(2, none, aCheckInput()), textAt(2, 1));
    return { warned, look: planAt(minutes, none, warned, seconds) };
  };

  test('terminates nothing, and the next one does: an Owner may have been there, and been removed since', () => {
    const { warned, look } = looked(11, 1);
    expect(look).toMatchObject({ toTerminate: [], until: textAt(13, 1) });
    const { published: _, ...later } = warned;
    expect(planAt(13, none, { ...later, check: look }, 1)).toMatchObject({
      toTerminate: [{ instanceIds: ['i-1', 'i-2'] }],
    });
  });

  test('is one that was made in time, and got its answer late', () => {
    const { warned } = looked(10, 0);
    const late = anObservation(none, { observedAt: at(10, 6).getTime() });
    expect(plan(warned, late, aPolicy({ inheritOwner: [] }), at(10))).toMatchObject({
      toTerminate: [],
      until: textAt(12),
    });
  });

  test('is one that is more than five seconds late', () => {
    expect(looked(10, 5).look).toMatchObject({ toTerminate: [{ instanceIds: ['i-1', 'i-2'] }] });
    expect(looked(10, 6).look).toMatchObject({ toTerminate: [], until: textAt(12, 6) });
  });
});

test('an announced deadline counts even if the grace period is made longer afterwards', () => {
  const longer = { timing: { ...aPolicy().timing, gracePeriodMinutes: 15 } };
  const both = [anInstance('i-1'), anInstance('i-2')];
  const warned = afterRound(aCheckInput(), planAt(2, both, aCheckInput()), textAt(2, 1));
  const look = planAt(10, [anInstance('i-1', { Owner: 'shared' }), anInstance('i-2')], warned, 0, longer);
  expect(look).toMatchObject({ toTerminate: [], told: textAt(10), until: textAt(15) });
  const { published: _, ...later } = warned;
  // Taken away in between: whoever did it was told that ten minutes were over.
  expect(planAt(15, none, { ...later, check: look }, 0, longer)).toMatchObject({
    toTerminate: [{ instanceIds: ['i-2'] }],
    over: ['i-1'],
  });
});

test('an instance with a new grace period after the deadline is not terminated by this one', () => {
  const input = afterLook(10, 0, {});
  const others = { waiting: new Set<string>(), excluded: new Set(['i-1']) };
  const planned = plan(input, anObservation(none), aPolicy({ inheritOwner: [] }), at(10, 40), others);
  expect(planned).toMatchObject({ toTerminate: [{ instanceIds: ['i-2'] }], over: ['i-1'] });
});

test('an instance that another execution judges is left alone and checked again', () => {
  const left = plan(
    aCheckInput({ cause: 'untagged' }),
    anObservation([anInstance('i-1')]),
    aPolicy(),
    at(12),
    {
      waiting: new Set(['i-1']),
      excluded: new Set<string>(),
    },
  );
  expect(left).toMatchObject({ findings: [], toWarn: [], toTerminate: [], until: textAt(14) });
});
