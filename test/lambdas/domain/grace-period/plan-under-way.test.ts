import { describe, expect, test } from '@jest/globals';
import type { CheckInput } from '../../../../lambdas/domain/grace-period/input.ts';
import { plan, planUnlisted } from '../../../../lambdas/domain/grace-period/plan.ts';
import { aCheckInput, afterRound } from '../../a-check-input.ts';
import { aPolicy } from '../../a-policy.ts';
import { anInstance } from '../../an-instance.ts';
import { anObservation } from '../../an-observation.ts';
import { at, textAt } from '../../at.ts';

type Mode = 'enforce' | 'dry-run';

const untagged = anObservation([anInstance('i-1')]);
const planAt = (minute: number, mode: Mode, input: CheckInput) =>
  plan(input, untagged, aPolicy({ mode }), at(minute));

/** After a warning in minute 2 of an execution that began in the same mode. */
const warnedIn = (mode: Mode): CheckInput => {
  const input = aCheckInput({ account: { name: 'pangenomics', mode } });
  return afterRound(input, planAt(2, mode, input), textAt(2));
};

describe('an account that changes its mode while a grace period is open', () => {
  test('changed to dry-run: nothing is terminated, and the plan names what would be', () => {
    expect(planAt(10, 'dry-run', warnedIn('enforce'))).toMatchObject({
      mode: 'dry-run',
      toTerminate: [],
      wouldTerminate: ['i-1'],
      until: null,
    });
  });

  test('changed to enforce: a whole grace period begins with a warning, because in dry-run nobody was warned', () => {
    const warned = planAt(10, 'enforce', warnedIn('dry-run'));
    expect(warned).toMatchObject({
      begunAt: textAt(10),
      warned: { instanceIds: [] },
      toWarn: ['i-1'],
      toTerminate: [],
      deadline: textAt(20),
      until: textAt(20),
    });
    const input = afterRound(warnedIn('dry-run'), warned, textAt(10));
    expect(planAt(19, 'enforce', input)).toMatchObject({ toWarn: [], toTerminate: [], until: textAt(20) });
    expect(planAt(20, 'enforce', input)).toMatchObject({
      toTerminate: [{ instanceIds: ['i-1'] }],
      dueAt: textAt(20),
    });
  });

  test('changed to enforce before the first check: the launch keeps its own deadline', () => {
    const input = aCheckInput({ account: { name: 'pangenomics', mode: 'dry-run' } });
    expect(planAt(2, 'enforce', input)).toMatchObject({ toWarn: ['i-1'], deadline: textAt(10) });
  });

  test('a plan of a version without a mode has the mode in which its execution began', () => {
    const input = warnedIn('dry-run');
    const { mode: _, ...plain } = planAt(2, 'dry-run', input);
    expect(planAt(10, 'enforce', { ...input, check: plain })).toMatchObject({ toWarn: ['i-1'] });
  });
});

describe('an account that is taken out of the configuration', () => {
  test('is left alone, with all instances that are known', () => {
    expect(planUnlisted(warnedIn('enforce'), at(10))).toMatchObject({
      mode: 'not-listed',
      findings: [{ verdict: { reason: 'account-not-listed' }, instanceIds: ['i-1'] }],
      warned: { instanceIds: ['i-1'] },
      toRepair: [],
      toWarn: [],
      toTerminate: [],
      until: null,
    });
  });

  test('is left alone if a truncated record named no instance', () => {
    const input = aCheckInput();
    const nameless = { ...input, launch: { ...input.launch, instanceIds: [] } };
    expect(planUnlisted(nameless, at(10)).findings).toEqual([]);
  });
});

describe('a redriven execution', () => {
  test('neither terminates nor warns nor waits: the sweep takes up what it leaves', () => {
    const expected = { toWarn: [], toTerminate: [], until: null };
    expect(planAt(10, 'enforce', { ...warnedIn('enforce'), redrives: 1 })).toMatchObject(expected);
    expect(planAt(5, 'enforce', { ...aCheckInput(), redrives: 1 })).toMatchObject(expected);
    expect(planAt(10, 'enforce', { ...warnedIn('enforce'), redrives: 0 })).toMatchObject({
      toTerminate: [{ instanceIds: ['i-1'] }],
    });
  });
});
