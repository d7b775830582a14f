import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { callerTable } from '../../../lambdas/aws/launcher-tables.ts';
import type { Identity } from '../../../lambdas/domain/record/identity.ts';
import { at } from '../at.ts';
import { aTable } from './a-table.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: at(0) });
});
afterEach(() => {
  jest.useRealTimers();
});

test.each<Identity>([
  { is: 'iam-user', userName: 'bob@ucsc.edu', invokedBy: null },
  {
    is: 'role-session',
    roleName: 'developer',
    sessionName: 'botocore-session-1793725190',
    accessKeyId: 'ASIAXEXAMPLE00000001',
    serviceLinked: false,
    invokedBy: null,
  },
  { is: 'nobody', type: 'Root', invokedBy: 'autoscaling.amazonaws.com' },
])('the caller that launched an instance is saved for a day: $is', async (caller) => {
  const { client, items } = aTable();
  const callers = callerTable('a-table', client);
  expect(await callers.find('i-1')).toBeNull();
  await callers.save('i-1', caller);
  expect(await callers.find('i-1')).toEqual(caller);
  expect(items).toMatchObject([{ pk: { S: 'launch-caller#i-1' }, sk: { S: 'launch-caller' } }]);
  jest.setSystemTime(at(24 * 60));
  expect(await callers.find('i-1')).toBeNull();
});

test('that CloudTrail was asked in vain is kept for an hour, and then it may be asked again', async () => {
  const callers = callerTable('a-table', aTable().client);
  expect(await callers.wasAsked('group-creator x')).toBe(false);
  await callers.save('group-creator x', null);
  expect(await callers.wasAsked('group-creator x')).toBe(true);
  expect(await callers.find('group-creator x')).toBeNull();
  jest.setSystemTime(at(60));
  expect(await callers.wasAsked('group-creator x')).toBe(false);
});
