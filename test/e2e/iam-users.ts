import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { GLOBAL_REGION } from '../../infra/regions.ts';
import type { AccountName, Credentials, Target } from './target.ts';

/** An IAM user as CreateUser returns it. */
export type User = {
  readonly account: AccountName;
  readonly userName: string;
  readonly userId: string;
  readonly arn: string;
};

/** A statement of a policy. */
export type Permission = { readonly Action: string | readonly string[]; readonly Resource: string };

/** The path of the users and roles of these tests. It distinguishes them from all others. */
export const IAM_PATH = '/tag-enforcement-e2e/';

export const policy = (...permissions: readonly Permission[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: permissions.map((permission) => ({ Effect: 'Allow', ...permission })),
  });

export const iamIn = (target: Target, account: AccountName): IAMClient =>
  new IAMClient(target.client(account, GLOBAL_REGION));

export const makeUser = async (target: Target, account: AccountName, userName: string): Promise<User> => {
  const { User } = await iamIn(target, account).send(
    new CreateUserCommand({ UserName: userName, Path: IAM_PATH }),
  );
  return { account, userName, userId: User?.UserId ?? '', arn: User?.Arn ?? '' };
};

/** Creates an access key of a user with these permissions. */
export const giveKey = async (
  target: Target,
  { account, userName: UserName }: User,
  permission: Permission,
): Promise<Credentials> => {
  const iam = iamIn(target, account);
  await iam.send(
    new PutUserPolicyCommand({ UserName, PolicyName: 'e2e', PolicyDocument: policy(permission) }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
};

export const removeUser = async (target: Target, account: AccountName, UserName: string): Promise<void> => {
  const iam = iamIn(target, account);
  const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
  for (const { AccessKeyId } of AccessKeyMetadata) {
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  }
  const { PolicyNames = [] } = await iam.send(new ListUserPoliciesCommand({ UserName }));
  for (const PolicyName of PolicyNames) {
    await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
  }
  await iam.send(new DeleteUserCommand({ UserName }));
};

/** Removes the users that the tests created in an account, and no others. */
export const removeUsers = async (target: Target, account: AccountName): Promise<void> => {
  const { Users = [] } = await iamIn(target, account).send(new ListUsersCommand({ PathPrefix: IAM_PATH }));
  for (const { UserName = '' } of Users) await removeUser(target, account, UserName);
};
