import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { deadline, warningTime } from '../../../../lambdas/domain/grace-period/deadline.ts';
import { aTiming } from '../../a-timing.ts';
import { at, LAUNCHED_AT, textAt } from '../../at.ts';

test('the warning goes out two minutes after the launch', () => {
  expect(warningTime(LAUNCHED_AT, aTiming())).toBe(at(2).getTime());
});

test.each([
  ['nobody was warned yet', null, at(10)],
  ['the warning was in time', textAt(2, 1), at(10)],
  ['the warning left exactly the notice', textAt(7), at(10)],
  ['the warning was late: the deadline moves, not the notice', textAt(7, 1), at(10, 1)],
  ['the record came hours later', textAt(300), at(303)],
])('the deadline when %s', (_, warnedAt, expected) => {
  expect(deadline(LAUNCHED_AT, warnedAt, aTiming())).toBe(expected.getTime());
});

test('property: the deadline is never before the end of the grace period, nor sooner than the minimum notice', () => {
  const minutes = fc.integer({ min: 0, max: 60 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7200 }), minutes, minutes, (warnedAfter, grace, notice) => {
      const timing = aTiming({ gracePeriodMinutes: grace, minimumNoticeMinutes: notice });
      const end = deadline(LAUNCHED_AT, textAt(0, warnedAfter), timing);
      expect(end).toBeGreaterThanOrEqual(at(grace).getTime());
      expect(end).toBeGreaterThanOrEqual(at(notice, warnedAfter).getTime());
      expect([at(grace).getTime(), at(notice, warnedAfter).getTime()]).toContain(end);
    }),
    { numRuns: 100 },
  );
});
