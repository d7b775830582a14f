import { expect, test } from '@jest/globals';
import { messageOf } from '../../../lambdas/domain/message-of.ts';

test("a function's error is told by its message, without its stack trace", () => {
  const cause = {
    errorType: 'RoleNotAssumable',
    errorMessage: 'Cannot assume it',
    trace: ['at /var/task/index.js:1'],
  };
  expect(messageOf(JSON.stringify(cause))).toBe('Cannot assume it');
});

test.each(['', 'States.Timeout', '{"errorMessage":', '{"errorType":"x"}', 'null'])(
  '%j is told as it is',
  (cause) => {
    expect(messageOf(cause)).toBe(cause);
  },
);
