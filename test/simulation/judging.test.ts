import { expect, test } from '@jest/globals';
import { aLaunch } from '../lambdas/a-launch.ts';
import { aLife, minute } from './a-seen.ts';
import { judging } from './seen/judging.ts';

const life = aLife({ instanceId: 'i-0a', reservationId: 'r-0a', clientToken: 'nightly' });
const isJudged = (filter: 'reservation-id' | 'instance-id' | 'client-token', value: string): boolean => {
  const launch = aLaunch({ accountId: life.accountId, key: { filter, value }, instanceIds: [] });
  const execution = { name: 'one', launch, from: minute(0), until: minute(10) };
  return judging(life, minute(5), { executions: [execution] }).length > 0;
};

test.each([
  ['reservation-id', 'r-0a', true],
  ['instance-id', 'i-0a', true],
  ['client-token', 'nightly', true],
  // What a client token looks like, is nothing to anybody.
  ['client-token', 'i-0a', false],
  ['client-token', 'r-0a', false],
  ['client-token', '*', false],
  ['reservation-id', 'nightly', false],
] as const)('an execution of the %s %s judges the instance: %s', (filter, value, expected) => {
  expect(isJudged(filter, value)).toBe(expected);
});
