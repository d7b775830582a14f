import { expect, test } from '@jest/globals';
import { countGracePeriods } from '../../../../lambdas/domain/breaker/count.ts';
import { noticeDue } from '../../../../lambdas/domain/breaker/notices-due.ts';
import { decide, NOTHING_COUNTED } from '../../../../lambdas/domain/breaker/record.ts';
import { gracePeriodsToCount } from '../../a-breaker.ts';
import { at } from '../../at.ts';
import { instanceIds } from '../../instance-ids.ts';

const DAY = 24 * 60;
const account = { accountId: '422448306679', name: 'pangenomics', mode: 'enforce' } as const;
const groupIn = (mode: 'enforce' | 'dry-run', decided?: 'released' | 'dismissed') => {
  const { record, group } = countGracePeriods(
    NOTHING_COUNTED,
    gracePeriodsToCount(instanceIds(11), { mode }),
    at(0),
  );
  if (!group) throw new Error('So many are a group.');
  const after = decided && decide(record, group.id, decided, at(30));
  return after?.groups[0] ?? group;
};
const dayOf = (minute: number, group = groupIn('enforce'), remaining = 11) =>
  noticeDue(group, account, remaining, at(minute))?.input.day;

test.each([
  [5, 0],
  [12 + DAY - 1, 0],
  [12 + DAY, 1],
  [12 + 2 * DAY - 1, 1],
  [12 + 2 * DAY, 2],
])('after %d minutes the notice of day %d is due', (minute, day) => {
  expect(dayOf(minute)).toBe(day);
});

test('no notice is due once somebody has decided, or no instance lacks an Owner', () => {
  expect(dayOf(5, groupIn('enforce', 'released'))).toBeUndefined();
  expect(dayOf(5, groupIn('enforce', 'dismissed'))).toBeUndefined();
  expect(dayOf(5, groupIn('enforce'), 0)).toBeUndefined();
});

test('in dry-run only the first notice is ever due: its name makes sure that it is sent once', () => {
  expect(dayOf(12 + 3 * DAY, groupIn('dry-run'))).toBe(0);
});
