import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { callerTable, sessionTable } from '../../../lambdas/aws/launcher-tables.ts';
import type { Identity } from '../../../lambdas/domain/record/identity.ts';
import { aSession, KEY } from '../a-session.ts';
import { at, LAUNCHED_AT } from '../at.ts';
import { aTable } from './a-table.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: at(0) });
});
afterEach(() => {
  jest.useRealTimers();
});

const SESSION = aSession({}, { eventTime: LAUNCHED_AT });
/** The same session, in the record of the caller's account. */
const NAMED = aSession({ type: 'IAMUser', userName: 'bob@ucsc.edu' }, { eventTime: LAUNCHED_AT });

const ID = 'AROAXEXAMPLEROLE00001:botocore-session-1793722800';

test('every session of a role and name that began at an instant is found, by the record that names its caller', async () => {
  const sessions = sessionTable('a-table', aTable().client);
  const another = { ...SESSION, accessKeyId: 'ASIAXEXAMPLE00000002' };
  const third = { ...SESSION, accessKeyId: 'ASIAXEXAMPLE00000003' };
  const later = { ...SESSION, accessKeyId: 'ASIAXEXAMPLE00000004', eventTime: '2026-11-03T17:00:01Z' };
  for (const one of [SESSION, NAMED, SESSION, another, third, later]) await sessions.save(one);
  expect(await sessions.findAlike(ID, LAUNCHED_AT)).toEqual([NAMED, another, third]);
  expect(await sessions.findAlike(ID, null)).toEqual([NAMED, another, third, later]);
  expect(await sessions.findAlike('AROAX:another', LAUNCHED_AT)).toEqual([]);
  jest.setSystemTime(at(13 * 60));
  expect(await sessions.findAlike(ID, LAUNCHED_AT)).toEqual([]);
});

test('a session of an unknown role is kept by its key alone', async () => {
  const { client, items } = aTable();
  const { assumedRoleId: _, ...unknown } = SESSION;
  await sessionTable('a-table', client).save(unknown);
  expect(items).toHaveLength(1);
});

test('a session is found by its own access key only', async () => {
  const { client, items } = aTable();
  const sessions = sessionTable('a-table', client);
  await sessions.save(SESSION);
  expect(await sessions.find(KEY)).toEqual(SESSION);
  expect(await sessions.find('ASIAXEXAMPLE00000002')).toBeNull();
  expect(items).toMatchObject([
    { pk: { S: `session#${KEY}` }, sk: { S: 'session' } },
    { pk: { S: `session-id#${ID}` }, sk: { S: `${LAUNCHED_AT}#${KEY}` } },
  ]);
});

test('a session is also found by its ARN', async () => {
  const sessions = sessionTable('a-table', aTable().client);
  const arn = 'arn:aws:sts::422448306679:assumed-role/developer/botocore-session-1793722800';
  await sessions.save({ ...SESSION, arn });
  expect(await sessions.findAlike(arn, null)).toEqual([{ ...SESSION, arn }]);
  expect(await sessions.findAlike(arn.replace('developer', 'auditor'), null)).toEqual([]);
});

test('a session is not found after 13 hours, even if DynamoDB has not removed it', async () => {
  const sessions = sessionTable('a-table', aTable().client);
  await sessions.save(SESSION);
  jest.setSystemTime(at(13 * 60 - 1));
  expect(await sessions.find(KEY)).toEqual(SESSION);
  jest.setSystemTime(at(13 * 60));
  expect(await sessions.find(KEY)).toBeNull();
});

describe('of the two records of a call, the one that names the caller is kept', () => {
  test.each([
    ['first', [NAMED, SESSION]],
    ['last', [SESSION, NAMED]],
    ['twice', [NAMED, SESSION, NAMED]],
  ])('if it comes %s', async (_when, records) => {
    const sessions = sessionTable('a-table', aTable().client);
    for (const record of records) await sessions.save(record);
    expect(await sessions.find(KEY)).toEqual(NAMED);
  });
});

test('a write that fails for another reason is an error', async () => {
  const { dynamo, client } = aTable();
  dynamo.on(PutItemCommand).rejects(new Error('throttled'));
  const sessions = sessionTable('a-table', client);
  await expect(sessions.save(SESSION)).rejects.toThrow('throttled');
  await expect(sessions.save(NAMED)).rejects.toThrow('throttled');
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
