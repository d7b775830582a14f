import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  executionName,
  keyNames,
  mayBeAbout,
  parseExecutionName,
} from '../../../../lambdas/domain/grace-period/execution-name.ts';
import type { Cause } from '../../../../lambdas/domain/grace-period/input.ts';
import { aLaunch } from '../../a-launch.ts';

test('an execution is named after its launch', () => {
  expect(executionName(aLaunch(), 'launch')).toBe('422448306679-us-west-2-r-0a1b2c3d4e5f60718-launch');
});

test('a later repetition of the same call is the same launch', () => {
  const again = aLaunch({ eventTime: '2026-11-03T17:09:00Z', eventId: 'another' });
  expect(executionName(again, 'launch')).toBe(executionName(aLaunch(), 'launch'));
});

test('a large launch is named by its client token, whether its record has lost its reservation or not', () => {
  const whole = aLaunch({ clientToken: 'nightly' });
  const truncated = aLaunch({ key: { filter: 'client-token', value: 'nightly' }, instanceIds: [] });
  expect(executionName(whole, 'launch')).toBe(executionName(truncated, 'launch'));
  expect(executionName({ ...truncated, clientToken: 'nightly' }, 'launch')).toBe(
    executionName(truncated, 'launch'),
  );
  expect(executionName(whole, 'launch')).toMatch(/^422448306679-us-west-2-token-[0-9a-f]{24}-launch$/);
});

describe('an execution that no launch began is named after', () => {
  const key = { filter: 'instance-id', value: 'i-0a1b2c3d4e5f60718' } as const;
  const named = (cause: Cause, eventTime: string) => executionName(aLaunch({ key, eventTime }), cause);

  test('the second in which the Owner was removed', () => {
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
  const region = 'a-region-of-a-length-that-is-not';
  expect(executionName(aLaunch({ region, clientToken: 'a' }), 'launch')).toMatch(
    /^422448306679-[0-9a-f]{64}$/,
  );
});

test('a client token that looks like an id of AWS is not read as one', () => {
  for (const value of ['i-0b1000000000000b1', 'r-0b1000000000000b1', 'token-0123456789abcdef01234567']) {
    const name = executionName(aLaunch({ key: { filter: 'client-token', value } }), 'launch');
    expect(name).not.toContain(value);
    expect(parseExecutionName(name, '422448306679', 'us-west-2')?.keyName).toMatch(/^token-[0-9a-f]{24}$/);
  }
});

test.each([
  '422448306679-us-west-2-r-0a1b2c3d4e5f60718-launch-1793725200',
  '422448306679-us-west-2-i-0b1000000000000b1-launch-1793725200',
  '422448306679-us-west-2-i-0b1000000000000b1-sweep-1-launch-1793725200',
  '422448306679-us-west-2-r-0a1b2c3d4e5f60718-again-1',
  '422448306679-us-west-2-r-1-launch',
])('a name that an earlier version or a person gave is not read: %s', (name) => {
  expect(parseExecutionName(name, '422448306679', 'us-west-2')).toBeNull();
});

test('the name of an execution for a removed Owner shows when it was removed', () => {
  const read = parseExecutionName(
    '422448306679-us-west-2-i-0a1b2c3d4e5f60718-untagged-1793725499',
    '422448306679',
    'us-west-2',
  );
  expect(read).toEqual({ keyName: 'i-0a1b2c3d4e5f60718', cause: 'untagged', eventTime: 1_793_725_499_000 });
});

test('fields that are not part of the name do not change it', () => {
  expect(executionName(aLaunch({ instanceIds: [], eventId: null }), 'launch')).toBe(
    executionName(aLaunch(), 'launch'),
  );
});

describe('a name shows which account and Region it may be about', () => {
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

const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 8, maxLength: 17 });
const someId = fc.oneof(fc.constant('0a1b2c3d4e5f60718'), hex);
/** As AWS gives them; and a token is whatever its caller likes, above all what looks like something else. */
const someKey = fc.oneof(
  someId.map((id) => ({ filter: 'reservation-id', value: `r-${id}` }) as const),
  someId.map((id) => ({ filter: 'instance-id', value: `i-${id}` }) as const),
  fc
    .oneof(
      someId.map((id) => `r-${id}`),
      someId.map((id) => `i-${id}`),
      fc.constantFrom('i-0a1b2c3d4e5f60718-sweep-1793725200', 'token-0123456789abcdef01234567', '*', 'r-1'),
      fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 64 }),
    )
    .map((value) => ({ filter: 'client-token', value }) as const),
);

const someLaunch = fc
  .record({
    accountId: fc.constantFrom('422448306679', '652235167018'),
    region: fc.constantFrom('us-west-2', 'ap-southeast-1'),
    key: someKey,
    second: fc.integer({ min: 0, max: 3 }),
    fraction: fc.constantFrom('', '.250'),
  })
  .map(({ accountId, region, key, second, fraction }) =>
    aLaunch({ accountId, region, key, eventTime: `2026-11-03T17:00:0${second}${fraction}Z` }),
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

/** What a name is to tell apart: of a launch, all but when its record says that it was. */
const factsOf = ({ accountId, region, key, eventTime }: ReturnType<typeof aLaunch>, cause: Cause) =>
  JSON.stringify([accountId, region, key, cause, ...(cause === 'launch' ? [] : [eventTime])]);

test('property: equal launches have equal names, different ones different names', () => {
  fc.assert(
    fc.property(someLaunch, someLaunch, someEvent, someEvent, (one, other, cause, another) => {
      expect(executionName(structuredClone(one), cause)).toBe(executionName(one, cause));
      expect(executionName(one, cause) === executionName(other, another)).toBe(
        factsOf(one, cause) === factsOf(other, another),
      );
    }),
    { numRuns: 500 },
  );
});

test('property: no key is read as another, in names of this version or of the one before', () => {
  fc.assert(
    fc.property(someLaunch, someLaunch, someCause, (one, other, cause) => {
      const { accountId, region, eventTime } = one;
      const read = parseExecutionName(executionName(one, cause), accountId, region);
      const isSame = JSON.stringify(one.key) === JSON.stringify(other.key);
      // A fraction of a second, which CloudTrail never tells, is not readable: then it is described.
      if (read) expect(keyNames(other).includes(read.keyName)).toBe(isSame);
      const before = [accountId, region, one.key.value, 'launch', Date.parse(eventTime) / 1000].join('-');
      expect(parseExecutionName(before, accountId, region)).toBeNull();
    }),
    { numRuns: 500 },
  );
});
