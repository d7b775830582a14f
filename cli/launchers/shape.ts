import type { Session } from '../../lambdas/domain/record/session.ts';
import type { Call } from './evidence.ts';

/** The shapes of an identity, in the order of the table, with their rows' titles. */
export const SHAPES = {
  user: 'IAM user',
  userThroughService: 'IAM user, through a service',
  unnamedUser: 'IAM user whom the record does not name',
  federated: 'federated user of an IAM user',
  federatedByNobody: 'federated user of no recorded IAM user',
  identityCenter: 'session of Identity Center',
  byUser: 'role, AssumeRole record by a user',
  byRole: 'role, AssumeRole record by a role',
  byService: 'role, AssumeRole record by a service',
  byOther: 'role, AssumeRole record by another caller',
  noRecord: 'role, no AssumeRole record here',
  noKey: 'role, no access key',
  instance: 'instance (`i-…` with `ec2RoleDelivery`)',
  likeInstance: 'role, session named `i-…` without `ec2RoleDelivery`',
  serviceLinked: 'service-linked role',
  root: 'root user',
  rootThroughService: 'root user, through a service',
  service: 'AWS service',
  otherType: 'another type (AWSAccount, SAMLUser, …)',
  noType: 'no type',
} as const;
export type Shape = keyof typeof SHAPES;

const INSTANCE_ID = /^i-\w+$/;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const USER_ID = /^AIDA/;
const ROLE_ID = /^AROA/;

/** Who assumed a role. In the record of the role's account, only the id tells a user from a role. */
const assumedBy = ({ caller: { type, principalId } }: Session): Shape => {
  if (type === 'AWSService') return 'byService';
  if (type === 'AssumedRole' || ROLE_ID.test(principalId ?? '')) return 'byRole';
  if (type === 'IAMUser' || USER_ID.test(principalId ?? '')) return 'byUser';
  return 'byOther';
};

/** The shape of the identity that made a call. `sessions` are those that the collection's AssumeRole records issued. */
export const shapeOf = ({ identity }: Call, sessions: ReadonlyMap<string, Session>): Shape => {
  switch (identity.is) {
    case 'iam-user':
      if (identity.userName === null) return 'unnamedUser';
      return identity.invokedBy === null ? 'user' : 'userThroughService';
    case 'federated-user':
      return identity.issuer === null ? 'federatedByNobody' : 'federated';
    case 'identity-center-session':
      return 'identityCenter';
    case 'instance-session':
      return 'instance';
    case 'role-session': {
      if (identity.serviceLinked) return 'serviceLinked';
      if (INSTANCE_ID.test(identity.sessionName ?? '')) return 'likeInstance';
      if (identity.accessKeyId === null) return 'noKey';
      const session = sessions.get(identity.accessKeyId);
      return session ? assumedBy(session) : 'noRecord';
    }
    case 'nobody':
      if (identity.type === 'Root') return identity.invokedBy === null ? 'root' : 'rootThroughService';
      if (identity.type === 'AWSService') return 'service';
      return identity.type === 'unknown' ? 'noType' : 'otherType';
    default:
      return identity satisfies never;
  }
};
