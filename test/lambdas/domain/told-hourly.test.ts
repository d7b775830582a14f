import { describe, expect, test } from '@jest/globals';
import type { Concern } from '../../../lambdas/domain/concern.ts';
import { toldHourly } from '../../../lambdas/domain/told-hourly.ts';
import { aConcern } from '../a-concern.ts';
import { aLaunch } from '../a-launch.ts';

const group = { kind: 'auto-scaling-group', id: 'workers', owner: null } as const;
const leader = { kind: 'instance', id: 'i-0leader', owner: 'shared' } as const;
const decisions = (concerns: readonly Concern[]) => concerns.map(({ decision }) => decision);
const all = (
  ['failed', 'terminated', 'would-terminate', 'warned', 'invalid', 'repaired', 'inherited'] as const
).map((decision) => aConcern({ decision }));

test('what nothing launched for somebody is told at once', () => {
  expect(toldHourly(all, aLaunch(), null, [])).toEqual({ always: all, hourly: [] });
});

test('of a group, what ends and what inherits is told once an hour; a failure always', () => {
  const { always, hourly } = toldHourly(all, aLaunch(), group, []);
  expect(decisions(always)).toEqual(['failed', 'invalid', 'repaired']);
  expect(hourly.map(({ key, isEnding, concerns }) => [key, isEnding, decisions(concerns)])).toEqual([
    ['422448306679 us-west-2 workers', true, ['terminated', 'would-terminate', 'warned']],
    ['inherited 422448306679 us-west-2 workers', false, ['inherited']],
  ]);
});

test('of an instance, what inherits; each warning of what it launches is told', () => {
  const { always, hourly } = toldHourly(all, aLaunch(), leader, []);
  expect(decisions(always)).toContain('warned');
  expect(hourly.map(({ key }) => key)).toEqual(['inherited 422448306679 us-west-2 i-0leader']);
});

describe('a launch counts once', () => {
  const isFirst = (decision: 'warned' | 'terminated', before: 'warned' | 'inherited') =>
    toldHourly([aConcern({ decision })], aLaunch(), group, [
      { decision: before, reason: '', instanceIds: ['i-1'] },
    ]).hourly[0]?.isFirst;

  test('when it first warns', () => {
    expect(isFirst('warned', 'inherited')).toBe(true);
    expect(isFirst('terminated', 'warned')).toBe(false);
  });
});
