import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { describeIssues, messageOf } from '../../../lambdas/domain/text.ts';

describe('describeIssues', () => {
  const faultsOf = (value: unknown): string => {
    const { error } = z.safeParse(z.object({ ids: z.array(z.string()) }), value);
    return error ? describeIssues(error) : 'none';
  };

  test('says on one line which field is wrong, and what was expected', () => {
    expect(faultsOf({ ids: ['i-1', 2] })).toBe(
      '✖ Invalid input: expected string, received number → at ids[1]',
    );
  });

  test('shows the first faults and their number if hundreds of fields are wrong', () => {
    const said = faultsOf({ ids: Array.from({ length: 500 }, (_, index) => index) });
    expect(said).toMatch(/at ids\[3\].*… \(500 faults\)$/);
    expect(said.length).toBeLessThan(1_100);
  });
});

describe('messageOf', () => {
  test("shows the message of a function's error without its stack trace", () => {
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
});
