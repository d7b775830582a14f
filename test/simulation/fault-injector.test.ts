import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Fault } from './faults/fault.ts';
import { FaultInjector } from './faults/fault-injector.ts';
import { Random } from './random.ts';
import { minute } from './some-observations.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const fault: Fault = {
  kind: 'throttled',
  from: minute(1),
  until: minute(2),
  chance: 1,
  seconds: 0,
  fn: 'check',
  on: '238605363322 check: ec2:Describe',
};

test('a fault strikes only in its time, in its function, and at an address that contains its text', () => {
  const injector = new FaultInjector([fault], new Random(0), () => {});
  const target = { fn: 'check', accountId: '238605363322', what: 'check: ec2:Describe: find r-0a' };
  const hasStruck = (minutes: number, other: Partial<typeof target> = {}): boolean => {
    jest.setSystemTime(minute(minutes));
    return injector.strike('throttled', { ...target, ...other }) !== undefined;
  };
  expect([0.9, 1, 1.9, 2].map((minutes) => hasStruck(minutes))).toEqual([false, true, true, false]);
  expect(hasStruck(1, { fn: 'sweep' })).toBe(false);
  expect(hasStruck(1, { accountId: '422448306679' })).toBe(false);
  expect(hasStruck(1, { what: 'check: ssm:paused' })).toBe(false);
});
