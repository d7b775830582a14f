import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { executionName, mayBeAbout } from '../../../../lambdas/domain/grace-period/execution-name.ts';
import type { Cause } from '../../../../lambdas/domain/grace-period/input.ts';
import { aLaunch } from '../../a-launch.ts';

test('an execution is named after its launch', () => {
  expect(executionName(aLaunch(), 'launch')).toBe(
    '422448306679-us-west-2-r-0a1b2c3d4e5f60718-launch-1793725200',
  );
});

describe('what begins otherwise is named after that', () => {
  const key = { filter: 'instance-id', value: 'i-0a1b2c3d4e5f60718' } as const;
  const named = (cause: Cause, eventTime: string) => executionName(aLaunch({ key, eventTime }), cause);

  test('an Owner taken away, by its second', () => {
    expect(named('untagged', '2026-11-03T17:04:59Z')).toBe(
      '422448306679-us-west-2-i-0a1b2c3d4e5f60718-untagged-1793725499',
    );
  });

  test.each(['sweep', 'resume'] as const)(
    'a %s, by five minutes: two that overlap name the same',
    (cause) => {
      const first = `422448306679-us-west-2-i-0a1b2c3d4e5f60718-${cause}-1793725200`;
      expect(named(cause, '2026-11-03T17:00:00Z')).toBe(first);
      expect(named(cause, '2026-11-03T17:04:59Z')).toBe(first);
      expect(named(cause, '2026-11-03T17:05:00Z')).toBe(first.replace('1793725200', '1793725500'));
      expect(named(cause, '2026-11-03T16:59:59Z')).toBe(first.replace('1793725200', '1793724900'));
    },
  );
});

test('a name that would be too long is hashed', () => {
  const key = { filter: 'client-token', value: 'a'.repeat(64) } as const;
  expect(executionName(aLaunch({ key }), 'launch')).toMatch(/^422448306679-[0-9a-f]{64}$/);
});

test('what is not part of the name does not change it', () => {
  expect(executionName(aLaunch({ instanceIds: [], eventId: null }), 'launch')).toBe(
    executionName(aLaunch(), 'launch'),
  );
});

describe('a name tells which account and Region it may be about', () => {
  test.each([
    ['422448306679-us-west-2-r-1-launch-1793725200', true],
    ['422448306679-us-west-1-r-1-launch-1793725200', false],
    ['652235167018-us-west-2-r-1-launch-1793725200', false],
    [`422448306679-${'a'.repeat(64)}`, true],
    [`652235167018-${'a'.repeat(64)}`, false],
    ['by-hand', false],
  ])('%s: %s', (name, expected) => {
    expect(mayBeAbout(name, '422448306679', 'us-west-2')).toBe(expected);
  });
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

const someEvent = fc.constantFrom<Cause>('launch', 'untagged');
const someCause = fc.constantFrom<Cause>('launch', 'untagged', 'sweep', 'resume');

test('property: a name is one that Step Functions takes', () => {
  fc.assert(
    fc.property(someLaunch, someCause, (launch, cause) => {
      expect(executionName(launch, cause)).toMatch(/^[0-9A-Za-z_-]{1,80}$/);
      expect(executionName(launch, cause).startsWith(launch.accountId)).toBe(true);
      expect(mayBeAbout(executionName(launch, cause), launch.accountId, launch.region)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('property: equal launches have equal names, different ones different names', () => {
  const factsOf = ({ accountId, region, key, eventTime }: ReturnType<typeof aLaunch>, cause: Cause) =>
    JSON.stringify([accountId, region, key.value, eventTime, cause]);
  fc.assert(
    fc.property(someLaunch, someLaunch, someEvent, someEvent, (one, other, cause, another) => {
      expect(executionName(structuredClone(one), cause)).toBe(executionName(one, cause));
      expect(executionName(one, cause) === executionName(other, another)).toBe(
        factsOf(one, cause) === factsOf(other, another),
      );
    }),
    { numRuns: 200 },
  );
});
