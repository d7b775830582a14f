import { DeleteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { IAMClient, ListUsersCommand, type User } from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { listUsers, userTable } from '../../../lambdas/aws/user-table.ts';
import type { DirectoryUser } from '../../../lambdas/domain/launcher/directory.ts';
import { aTable, conditionFailed } from './a-table.ts';
import { anAssumeRole } from './an-assume-role.ts';

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

const iam = mockClient(IAMClient);
beforeEach(() => {
  iam.reset();
});

const list = listUsers(anAssumeRole, '652235167018');

const anIamUser = (UserName: string, UserId: string): User => ({
  UserName,
  UserId,
  Path: '/',
  Arn: `arn:aws:iam::652235167018:user/${UserName}`,
  CreateDate: undefined,
});

test('the users of the gateway account are listed, even if a page is short or empty', async () => {
  iam
    .on(ListUsersCommand)
    .resolvesOnce({ Users: [anIamUser('bob@ucsc.edu', 'AIDA1')], IsTruncated: true, Marker: 'second' })
    .resolvesOnce({ Users: [], IsTruncated: true, Marker: 'third' })
    .resolvesOnce({ Users: [anIamUser('ci-robot', 'AIDA2')], IsTruncated: false });
  expect(await list()).toEqual([
    { userName: 'bob@ucsc.edu', userId: 'AIDA1' },
    { userName: 'ci-robot', userId: 'AIDA2' },
  ]);
  const calls = iam.commandCalls(ListUsersCommand);
  expect(calls.map((call) => call.args[0].input.Marker)).toEqual([undefined, 'second', 'third']);
  const { config } = calls[0]?.thisValue ?? {};
  expect(await config?.region()).toBe('us-east-1');
  expect(await config?.credentials()).toMatchObject({ accessKeyId: 'ASIA652235167018' });
});
