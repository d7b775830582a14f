import {
  AddUserToGroupCommand,
  CreateUserCommand,
  EntityAlreadyExistsException,
  GetAccountPasswordPolicyCommand,
  GetGroupCommand,
  IAMClient,
  NoSuchEntityException,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam';
import { expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { gatewayIam } from '../../../lambdas/aws/gateway-iam.ts';

const anIam = () => {
  const iam = mockClient(IAMClient);
  const pauses: number[] = [];
  const client = gatewayIam(new IAMClient({ region: 'us-east-1' }), async (milliseconds) => {
    pauses.push(milliseconds);
  });
  return { iam, client, pauses };
};

const unknownUser = new NoSuchEntityException({ message: 'no such user', $metadata: {} });

test('a user is created without a password, and one who is there is left as they are', async () => {
  const { iam, client } = anIam();
  iam
    .on(CreateUserCommand)
    .resolvesOnce({})
    .rejects(new EntityAlreadyExistsException({ message: 'is there', $metadata: {} }));
  expect(await client.createUser('ann@ucsc.edu')).toBe(true);
  expect(await client.createUser('ann@ucsc.edu')).toBe(false);
  expect(iam.calls().map(({ args }) => args[0].input)).toEqual([
    { UserName: 'ann@ucsc.edu' },
    { UserName: 'ann@ucsc.edu' },
  ]);
});

test('any other refusal is an error', async () => {
  const { iam, client } = anIam();
  iam.on(CreateUserCommand).rejects(new Error('LimitExceeded'));
  await expect(client.createUser('ann@ucsc.edu')).rejects.toThrow('LimitExceeded');
});

test('a user whom IAM does not know yet is added to the group a little later', async () => {
  const { iam, client, pauses } = anIam();
  iam.on(AddUserToGroupCommand).rejectsOnce(unknownUser).rejectsOnce(unknownUser).resolves({});
  await client.addToGroup('ann@ucsc.edu', 'researchers');
  expect(iam.commandCalls(AddUserToGroupCommand)).toHaveLength(3);
  expect(pauses).toHaveLength(2);
});

test('if there is really no such user or group, that is an error', async () => {
  const { iam, client } = anIam();
  iam.on(AddUserToGroupCommand).rejects(unknownUser);
  await expect(client.addToGroup('ann@ucsc.edu', 'researchers')).rejects.toThrow('no such user');
  expect(iam.commandCalls(AddUserToGroupCommand)).toHaveLength(5);
});

test('the users of a group are read, page by page', async () => {
  const { iam, client } = anIam();
  const users = (...names: string[]) =>
    names.map((UserName) => ({ UserName, UserId: 'AIDA', Path: '/', Arn: 'arn', CreateDate: new Date(0) }));
  const Group = { GroupName: 'researchers', GroupId: 'AGPA', Path: '/', Arn: 'arn', CreateDate: new Date(0) };
  iam
    .on(GetGroupCommand, { GroupName: 'researchers', Marker: 'next' })
    .resolves({ Group, Users: users('c') });
  iam.on(GetGroupCommand, { GroupName: 'researchers' }, true).resolves({
    Group,
    Users: users('a', 'b'),
    IsTruncated: true,
    Marker: 'next',
  });
  expect(await client.usersIn('researchers')).toEqual(['a', 'b', 'c']);
});

test('the password policy is set as it is given', async () => {
  const { iam, client } = anIam();
  iam.on(UpdateAccountPasswordPolicyCommand).resolves({});
  const policy = {
    MinimumPasswordLength: 10,
    RequireSymbols: true,
    RequireNumbers: true,
    RequireUppercaseCharacters: false,
    RequireLowercaseCharacters: true,
    AllowUsersToChangePassword: true,
    HardExpiry: false,
  };
  await client.setPasswordPolicy(policy);
  expect(iam.calls()[0]?.args[0].input).toEqual(policy);
});

test('the password policy of the account is read with its optional fields; an account that has none has no field', async () => {
  const { iam, client } = anIam();
  const PasswordPolicy = {
    MinimumPasswordLength: 14,
    RequireNumbers: true,
    MaxPasswordAge: 90,
    ExpirePasswords: true,
  };
  iam
    .on(GetAccountPasswordPolicyCommand)
    .resolvesOnce({ PasswordPolicy })
    .rejectsOnce(new NoSuchEntityException({ message: 'no policy', $metadata: {} }))
    .rejects(new Error('AccessDenied'));
  expect(await client.passwordPolicy()).toMatchObject({ MinimumPasswordLength: 14, MaxPasswordAge: 90 });
  expect(await client.passwordPolicy()).toEqual({});
  await expect(client.passwordPolicy()).rejects.toThrow('AccessDenied');
});
