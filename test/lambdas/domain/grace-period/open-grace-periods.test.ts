import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Cause } from '../../../../lambdas/domain/grace-period/input.ts';
import {
  earliestDeadlineOf,
  isJudgedByEarlierExecution,
  mayBeSecondGracePeriod,
} from '../../../../lambdas/domain/grace-period/open-grace-periods.ts';
import { aCheckInput } from '../../a-check-input.ts';
import { aLaunch } from '../../a-launch.ts';
import { aRound } from '../../a-round.ts';
import { aTiming } from '../../a-timing.ts';
import { anExecutionByName, anOpenExecution } from '../../an-open-execution.ts';
import { at, LAUNCHED_AT, textAt } from '../../at.ts';

const INSTANCE = 'i-0a1b2c3d4e5f60718';
const RESERVATION = 'r-0a1b2c3d4e5f60718';
const instance = {
  region: 'us-west-2',
  instanceId: INSTANCE,
  reservationId: RESERVATION,
  clientToken: null,
  createdAt: LAUNCHED_AT,
};
const byInstance = { filter: 'instance-id', value: INSTANCE } as const;
const started = (minutes: number) => ({ startedAt: at(minutes).getTime() });

/** A grace period of the instance, whose event came so many minutes after the launch: as it began and as its name tells it. */
const period = (cause: Cause, event: number, start = event) => {
  const key = cause === 'untagged' ? byInstance : ({ filter: 'reservation-id', value: RESERVATION } as const);
  const launch = aLaunch({ key, eventTime: textAt(event), instanceIds: [INSTANCE] });
  const eventTime = cause === 'untagged' ? at(event).getTime() : null;
  return { launch, cause, open: anExecutionByName(launch, { cause, eventTime, ...started(start) }) };
};

test('only a launch whose record came in time always has the first grace period', () => {
  expect(mayBeSecondGracePeriod(aCheckInput(), aTiming(), at(2))).toBe(false);
  expect(mayBeSecondGracePeriod(aCheckInput({ warnAt: textAt(13) }), aTiming(), at(13))).toBe(true);
  for (const cause of ['untagged', 'sweep', 'resume'] as const) {
    expect(mayBeSecondGracePeriod(aCheckInput({ cause }), aTiming(), at(2))).toBe(true);
  }
});

test('an execution that an administrator started again may be the second, from its late warning on', () => {
  expect(mayBeSecondGracePeriod(aCheckInput(), aTiming(), at(30))).toBe(true);
  const warned = (minutes: number) => ({ warned: { instanceIds: ['i-1'], at: textAt(minutes) } });
  expect(mayBeSecondGracePeriod(aCheckInput({ check: aRound(warned(30)) }), aTiming(), at(33))).toBe(true);
  // At its end, a launch that was warned of in time is the first still.
  expect(mayBeSecondGracePeriod(aCheckInput({ check: aRound(warned(2)) }), aTiming(), at(10))).toBe(false);
});

test.each([
  ['a launch counts from its call, however late its record comes', 'launch', 15, 10],
  ['an execution that no launch began counts from its start', 'untagged', 15, 25],
  ['or from its event, if that is later', 'sweep', -1, 10],
] as const)('the deadline of %s', (_, cause, startedAt, minutes) => {
  const open = anOpenExecution(aLaunch(), { cause, startedAt: at(startedAt).getTime() });
  expect(earliestDeadlineOf(open, aTiming())).toBe(at(minutes).getTime());
  expect(earliestDeadlineOf({ ...open, eventTime: null }, aTiming())).toBeNull();
});

describe('of two grace periods of one instance', () => {
  const isSecond = (own: ReturnType<typeof period>, ...others: ReturnType<typeof period>[]) =>
    isJudgedByEarlierExecution(
      own,
      instance,
      [own, ...others].map(({ open }) => open),
      aTiming(),
    );

  test('the one that began first judges the instance', () => {
    const launch = period('launch', 0, 12);
    const untagged = period('untagged', 11);
    expect(isSecond(launch, untagged)).toBe(true);
    expect(isSecond(untagged, launch)).toBe(false);
    expect(isSecond(launch)).toBe(false);
  });

  test('one that waits for the grace period of the launch has not begun, so a late record comes before it', () => {
    const untagged = period('untagged', 3);
    const late = period('launch', 0, 12);
    expect(isSecond(late, untagged)).toBe(false);
    expect(isSecond(untagged, late)).toBe(true);
    const later = period('launch', 0, 16);
    expect(isSecond(later, untagged)).toBe(true);
    expect(isSecond(untagged, later)).toBe(false);
  });

  test('a deployment changes nothing about which is the first', () => {
    const as = (gracePeriodMinutes: number, one: ReturnType<typeof period>) => ({
      ...one,
      gracePeriodMinutes,
      open: { ...one.open, gracePeriodMinutes },
    });
    const untagged = as(10, period('untagged', 12));
    const late = period('launch', 0, 14);
    for (const gracePeriodMinutes of [5, 10, 15]) {
      const timing = aTiming({ gracePeriodMinutes });
      const open = [untagged.open, late.open];
      expect(isJudgedByEarlierExecution(late, instance, open, timing)).toBe(true);
      // Of itself the list tells only its name.
      const byName = [period('untagged', 12).open, late.open];
      expect(isJudgedByEarlierExecution(untagged, instance, byName, timing)).toBe(false);
    }
  });

  test('one of another instance does not count', () => {
    const launch = aLaunch({ key: { filter: 'instance-id', value: 'i-00000000000000001' }, instanceIds: [] });
    const own = period('untagged', 12);
    const other = anOpenExecution(launch, { cause: 'untagged', ...started(0) });
    expect(isJudgedByEarlierExecution(own, instance, [own.open, other], aTiming())).toBe(false);
  });

  test('one that the list does not show yet does not give way', () => {
    const own = period('untagged', 12);
    expect(isJudgedByEarlierExecution(own, instance, [period('launch', 0).open], aTiming())).toBe(false);
  });

  test('one that an administrator started by hand has another name and may still be the first', () => {
    const untagged = period('untagged', 2, 3);
    const byHand = { ...untagged, open: { ...untagged.open, name: '422448306679-again-1' } };
    const later = period('untagged', 20);
    expect(isSecond(later, byHand)).toBe(true);
    expect(isSecond(byHand, later)).toBe(false);
    expect(isSecond(byHand, period('sweep', 1))).toBe(true);
  });

  test('property: exactly one is the first', () => {
    const somePeriod = fc
      .record({
        cause: fc.constantFrom<Cause>('launch', 'untagged', 'sweep', 'resume'),
        event: fc.integer({ min: 0, max: 30 }),
        late: fc.integer({ min: 0, max: 20 }),
      })
      .map(({ cause, event, late }) => period(cause, event, event + late));
    fc.assert(
      fc.property(fc.uniqueArray(somePeriod, { minLength: 1, selector: ({ open }) => open.name }), (all) => {
        const open = all.map((one) => one.open);
        const first = all.filter((own) => !isJudgedByEarlierExecution(own, instance, open, aTiming()));
        expect(first).toHaveLength(1);
      }),
    );
  });
});
