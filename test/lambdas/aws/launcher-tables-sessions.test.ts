import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sessionTable } from '../../../lambdas/aws/launcher-tables.ts';
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

test('a session is found by its own access key only', async () => {
  const { client, items } = aTable();
  const sessions = sessionTable('a-table', client);
  await sessions.save(SESSION);
  expect(await sessions.find(KEY)).toEqual(SESSION);
  expect(await sessions.find('ASIAXEXAMPLE00000002')).toBeNull();
  expect(items).toMatchObject([{ pk: { S: `session#${KEY}` }, sk: { S: 'session' } }]);
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
