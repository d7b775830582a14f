import { expect, test } from '@jest/globals';
import { aLaunch } from '../lambdas/a-launch.ts';
import { judging } from './observed/judging.ts';
import { anInstanceHistory, minute } from './some-observations.ts';

const instanceHistory = anInstanceHistory({
  instanceId: 'i-0a',
  reservationId: 'r-0a',
  clientToken: 'nightly',
});
const isJudged = (filter: 'reservation-id' | 'instance-id' | 'client-token', value: string): boolean => {
  const launch = aLaunch({ accountId: instanceHistory.accountId, key: { filter, value }, instanceIds: [] });
  const execution = { name: 'one', launch, from: minute(0), until: minute(10) };
  return judging(instanceHistory, minute(5), { executions: [execution] }).length > 0;
};

test.each([
  ['reservation-id', 'r-0a', true],
  ['instance-id', 'i-0a', true],
  ['client-token', 'nightly', true],
  // A client token that looks like an id or a pattern is still only a client token.
  ['client-token', 'i-0a', false],
  ['client-token', 'r-0a', false],
  ['client-token', '*', false],
  ['reservation-id', 'nightly', false],
] as const)('an execution of the %s %s judges the instance: %s', (filter, value, expected) => {
  expect(isJudged(filter, value)).toBe(expected);
});
