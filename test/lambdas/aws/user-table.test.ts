import { DeleteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { userTable } from '../../../lambdas/aws/user-table.ts';
import type { DirectoryUser } from '../../../lambdas/domain/launcher/directory.ts';
import { aTable, conditionFailed } from './a-table.ts';

const aUser = (userName: string, userId: string, overrides: Partial<DirectoryUser> = {}): DirectoryUser => ({
  userName,
  userId,
  topicArn: `arn:aws:sns:us-west-2:652235167018:tag-enforcement-person-${userId}`,
  askedAt: null,
  ...overrides,
});
const BOB = aUser('bob@ucsc.edu', 'AIDA1');

test('a user is found by name and by id', async () => {
  const users = userTable('a-table', aTable().client);
  await users.save(BOB);
  const bob = { userName: 'bob@ucsc.edu', userId: 'AIDA1' };
  expect(await users.byName('bob@ucsc.edu')).toEqual(bob);
  expect(await users.byId('AIDA1')).toEqual(bob);
  expect(await users.byName('Bob@ucsc.edu')).toBeNull();
  expect(await users.byId('AIDA2')).toBeNull();
});

test('a user is found by a name that differs in case, if just one has such a name', async () => {
  const users = userTable('a-table', aTable().client);
  for (const user of [BOB, aUser('Max@ucsc.edu', 'AIDA2'), aUser('max@ucsc.edu', 'AIDA3')])
    await users.save(user);
  expect(await users.byNameInAnyCase('BOB@ucsc.edu')).toEqual({ userName: 'bob@ucsc.edu', userId: 'AIDA1' });
  expect(await users.byNameInAnyCase('MAX@ucsc.edu')).toBeNull();
  expect(await users.byNameInAnyCase('bo@ucsc.edu')).toBeNull();
});

test('all users are read, page by page, whether they have a topic or not', async () => {
  const users = userTable('a-table', aTable().client);
  const all = [
    BOB,
    aUser('ann@ucsc.edu', 'AIDA2', { askedAt: '2026-11-03T17:00:00Z' }),
    aUser('ci-robot', 'AIDA3', { topicArn: null }),
    aUser('zoe@ucsc.edu', 'AIDA4'),
    aUser('max@ucsc.edu', 'AIDA5'),
  ];
  for (const user of all) await users.save(user);
  expect(await users.all()).toEqual(all);
});

test('the name is saved last: without it, the next run takes the user for a new one', async () => {
  const { client, dynamo } = aTable();
  await userTable('a-table', client).save(BOB);
  const keys = dynamo.commandCalls(PutItemCommand).map((call) => call.args[0].input.Item?.pk?.S);
  expect(keys).toEqual(['user-id', 'user']);
});

describe('a write with a condition', () => {
  test('removes each item only if it still belongs to that user', async () => {
    const { client, dynamo } = aTable();
    dynamo.on(DeleteItemCommand).resolvesOnce({}).rejectsOnce(conditionFailed());
    await userTable('a-table', client).remove({ userName: 'bob@ucsc.edu', userId: 'AIDA1' });
    expect(dynamo.commandCalls(DeleteItemCommand).map((call) => call.args[0].input)).toEqual([
      {
        TableName: 'a-table',
        Key: { pk: { S: 'user-id' }, sk: { S: 'AIDA1' } },
        ConditionExpression: 'userName = :value',
        ExpressionAttributeValues: { ':value': { S: 'bob@ucsc.edu' } },
      },
      {
        TableName: 'a-table',
        Key: { pk: { S: 'user' }, sk: { S: 'bob@ucsc.edu' } },
        ConditionExpression: 'userId = :value',
        ExpressionAttributeValues: { ':value': { S: 'AIDA1' } },
      },
    ]);
  });

  test('saves only once when SNS was asked', async () => {
    const { client, dynamo } = aTable();
    dynamo
      .on(UpdateItemCommand)
      .resolvesOnce({})
      .rejectsOnce(conditionFailed())
      .rejects(new Error('throttled'));
    const users = userTable('a-table', client);
    expect(await users.replaceAskedAt(BOB, '2026-11-03T17:00:00Z')).toBe(true);
    expect(await users.replaceAskedAt(BOB, '2026-11-03T17:00:00Z')).toBe(false);
    await expect(users.replaceAskedAt(BOB, '2026-11-03T17:00:00Z')).rejects.toThrow('throttled');
    expect(dynamo.commandCalls(UpdateItemCommand)[0]?.args[0].input).toMatchObject({
      Key: { pk: { S: 'user' }, sk: { S: 'bob@ucsc.edu' } },
      ExpressionAttributeValues: {
        ':askedAt': { S: '2026-11-03T17:00:00Z' },
        ':userId': { S: 'AIDA1' },
        ':before': { NULL: true },
      },
    });
  });
});
