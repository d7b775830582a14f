import { IAMClient, ListUsersCommand, type User } from '@aws-sdk/client-iam';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { listUsers } from '../../../lambdas/aws/user-table.ts';
import { anAssumeRole } from './an-assume-role.ts';

const iam = mockClient(IAMClient);
beforeEach(() => {
  iam.reset();
});

const list = listUsers(anAssumeRole, '652235167018');

const aUser = (UserName: string, UserId: string): User => ({
  UserName,
  UserId,
  Path: '/',
  Arn: `arn:aws:iam::652235167018:user/${UserName}`,
  CreateDate: undefined,
});

test('the users of the gateway account are listed, even if a page is short or empty', async () => {
  iam
    .on(ListUsersCommand)
    .resolvesOnce({ Users: [aUser('bob@ucsc.edu', 'AIDA1')], IsTruncated: true, Marker: 'second' })
    .resolvesOnce({ Users: [], IsTruncated: true, Marker: 'third' })
    .resolvesOnce({ Users: [aUser('ci-robot', 'AIDA2')], IsTruncated: false });
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
