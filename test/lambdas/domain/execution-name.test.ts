import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { executionName } from '../../../lambdas/domain/execution-name.ts';
import { aLaunch } from '../a-launch.ts';

test('an execution is named after its launch', () => {
  expect(executionName(aLaunch())).toBe('422448306679-us-west-2-r-0a1b2c3d4e5f60718-launch-1793725200');
});

test('a name that would be too long is hashed', () => {
  const key = { filter: 'client-token', value: 'a'.repeat(64) } as const;
  expect(executionName(aLaunch({ key }))).toMatch(/^422448306679-[0-9a-f]{64}$/);
});

test('what is not part of the name does not change it', () => {
  expect(executionName(aLaunch({ instanceIds: [], eventId: null }))).toBe(executionName(aLaunch()));
});

const someLaunch = fc
  .record({
    accountId: fc.constantFrom('422448306679', '652235167018'),
    region: fc.constantFrom('us-west-2', 'ap-southeast-1'),
    value: fc.oneof(
      fc.constantFrom('r-0a1b2c3d4e5f60718', 'r-1'),
      fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 64 }),
      fc.string({ unit: fc.constantFrom('a', 'B', '0', '_', '-'), minLength: 20, maxLength: 64 }),
    ),
    second: fc.integer({ min: 0, max: 3 }),
    fraction: fc.constantFrom('', '.250'),
  })
  .map(({ accountId, region, value, second, fraction }) =>
    aLaunch({
      accountId,
      region,
      key: { filter: 'client-token', value },
      eventTime: `2026-11-03T17:00:0${second}${fraction}Z`,
    }),
  );

test('property: a name is one that Step Functions takes', () => {
  fc.assert(
    fc.property(someLaunch, (launch) => {
      expect(executionName(launch)).toMatch(/^[0-9A-Za-z_-]{1,80}$/);
      expect(executionName(launch).startsWith(launch.accountId)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('property: equal launches have equal names, different ones different names', () => {
  const factsOf = ({ accountId, region, key, eventTime }: ReturnType<typeof aLaunch>) =>
    JSON.stringify([accountId, region, key.value, eventTime]);
  fc.assert(
    fc.property(someLaunch, someLaunch, (one, other) => {
      expect(executionName(structuredClone(one))).toBe(executionName(one));
      expect(executionName(one) === executionName(other)).toBe(factsOf(one) === factsOf(other));
    }),
    { numRuns: 200 },
  );
});
