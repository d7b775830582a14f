import { expect, test } from '@jest/globals';
import { isBreakerOpen } from '../../../../lambdas/domain/sweep/breaker.ts';

test.each([
  [0, 0, false],
  [0, 100, false],
  // A fifth of a hundred is twenty: the number decides.
  [10, 100, false],
  [11, 100, true],
  [200, 10_000, true],
  // Of twenty, four are a fifth.
  [4, 20, false],
  [5, 20, true],
  // So few are believed of any account.
  [1, 1, false],
  [3, 3, false],
  [4, 4, true],
])('%d of %d: %s', (found, instances, expected) => {
  expect(isBreakerOpen(found, instances, 10)).toBe(expected);
});

test('the number is as configured', () => {
  expect(isBreakerOpen(2, 100, 1)).toBe(true);
  expect(isBreakerOpen(19, 100, 50)).toBe(false);
});
