import type { Identity } from '../../lambdas/domain/record/identity.ts';
import { GATEWAY, KEY } from './a-session.ts';

/** A session of the role developer whose key is KEY. */
export const aRoleSession = (
  overrides: Partial<Extract<Identity, { is: 'role-session' }>> = {},
): Extract<Identity, { is: 'role-session' }> => ({
  is: 'role-session',
  roleName: 'developer',
  sessionName: 'botocore-session-1793722800',
  accessKeyId: KEY,
  serviceLinked: false,
  invokedBy: null,
  ...overrides,
});

export const anInstanceSession = (instanceId: string): Identity => ({
  is: 'instance-session',
  instanceId,
  roleName: 'toil-leader',
  invokedBy: null,
});

/** An IAM user of the gateway account, if no other is named. */
export const anIamUser = (
  userName: string,
  accountId: string | undefined = GATEWAY,
): Extract<Identity, { is: 'iam-user' }> => ({
  is: 'iam-user',
  userName,
  accountId,
  invokedBy: null,
});
