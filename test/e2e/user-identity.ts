import { randomUUID } from 'node:crypto';
import type { User } from './iam-users.ts';
import { LAUNCH_ROLE } from './launch-role.ts';
import type { Session } from './sessions.ts';
import type { Credentials } from './target.ts';

/**
 * Who makes a call, as CloudTrail writes it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export type UserIdentity = {
  readonly type: string;
  readonly principalId: string;
  readonly accountId: string;
};

/** An access key or an id that belongs to nobody. */
const madeUp = (prefix: string): string =>
  `${prefix}${randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase()}`;

export const ofUser = (accountId: string, { userName, userId, arn }: User, keys: Credentials) => ({
  type: 'IAMUser',
  principalId: userId,
  arn,
  accountId,
  accessKeyId: keys.accessKeyId,
  userName,
});

type RoleSession = Pick<Session, 'principalId' | 'arn'> & { readonly accessKeyId: string };

const ofRole = (accountId: string, roleName: string, { principalId, arn, accessKeyId }: RoleSession) => ({
  type: 'AssumedRole',
  principalId,
  arn,
  accountId,
  accessKeyId,
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: principalId.split(':')[0],
      arn: `arn:aws:iam::${accountId}:role/${roleName}`,
      accountId,
      userName: roleName,
    },
    attributes: { mfaAuthenticated: 'false' },
  },
});

export const ofSession = (accountId: string, { principalId, arn, credentials }: Session) =>
  ofRole(accountId, LAUNCH_ROLE, { principalId, arn, accessKeyId: credentials.accessKeyId });

const madeUpSession = (accountId: string, roleName: string, name: string): RoleSession => ({
  principalId: `${madeUp('AROA')}:${name}`,
  arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${name}`,
  accessKeyId: madeUp('ASIA'),
});

/** A role that only strangers have: the launches of one role that lead to nobody share a mail an hour. */
export const STRANGERS_ROLE = 'ci-runner';

/** A session without a record of AssumeRole. */
export const ofStranger = (accountId: string) =>
  ofRole(accountId, STRANGERS_ROLE, madeUpSession(accountId, STRANGERS_ROLE, 'botocore-session-1790000000'));

const INSTANCE_ROLE = 'leader';

/** A program on an instance with a profile. EC2 names its session after the instance. */
export const ofInstance = (accountId: string, instanceId: string) => {
  const identity = ofRole(accountId, INSTANCE_ROLE, madeUpSession(accountId, INSTANCE_ROLE, instanceId));
  return { ...identity, sessionContext: { ...identity.sessionContext, ec2RoleDelivery: '2.0' } };
};
