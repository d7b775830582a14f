import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { iamIn } from './iam-users.ts';
import { trusting } from './launch-role.ts';
import type { AccountName, Target } from './target.ts';

/** The role with which an administrator of the hub reads the other accounts. */
export const READ_ROLE = 'tag-enforcement-e2e-reader';

export const READ_ACCOUNTS = ['gateway', 'alpha', 'beta', 'gamma'] as const satisfies readonly AccountName[];

/** Everything that doctor says it needs. */
const POLICY = { RoleName: READ_ROLE, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' };

export const makeReadRole = async (target: Target, account: AccountName): Promise<void> => {
  const iam = iamIn(target, account);
  const AssumeRolePolicyDocument = trusting(target.accounts.hub);
  await iam.send(new CreateRoleCommand({ RoleName: READ_ROLE, AssumeRolePolicyDocument }));
  await iam.send(new AttachRolePolicyCommand(POLICY));
};

export const removeReadRole = async (target: Target, account: AccountName): Promise<void> => {
  const iam = iamIn(target, account);
  await iam.send(new DetachRolePolicyCommand(POLICY));
  await iam.send(new DeleteRoleCommand({ RoleName: READ_ROLE }));
};
