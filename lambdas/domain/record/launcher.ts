import * as z from 'zod/mini';
import { printable } from '../text.ts';
import { Identity } from './identity.ts';

/** Evidence that AWS wrote on the instances, where the record of the launch leads to nobody. It only names a person. */
export const BY_AWS = [
  'cloud9-owner',
  'service-catalog',
  'request-owner',
  'group-creator',
  'request-creator',
  'stack-creator',
] as const;

/** Evidence that names a person, the strongest first: docs/design.md, "The right person". */
export const Evidence = z.enum([
  'iam-user',
  'federation-issuer',
  'identity-center',
  'assume-role',
  'mfa-device',
  'source-identity',
  'session-name',
  'instance-owner',
  'instance-launcher',
  'group-owner',
  ...BY_AWS,
]);
export type Evidence = z.infer<typeof Evidence>;

/** Who is behind a launch: a person's user name, or null; and a description for mails. docs/launchers.md */
export const Launcher = z.object({
  userName: z.nullable(z.string()),
  /** Who it is, and by what evidence; or why it is nobody. */
  description: z.string(),
  /** The evidence that named the person; null if there is no person. */
  evidence: z._default(z.nullable(Evidence), null),
  /** True if several people fit. Then one whom an earlier round found is not kept. */
  isDisputed: z.optional(z.boolean()),
  /** Who made the call, if CloudTrail was asked because the record of the launch never came or is long gone. */
  identity: z.optional(Identity),
});
export type Launcher = z.infer<typeof Launcher>;

/** A person, by their user name. */
export const person = (userName: string, evidence: Evidence, description: string): Launcher => ({
  userName: printable(userName),
  description: printable(description),
  evidence,
});

/** No person, and why. */
export const nobody = (description: string): Launcher => ({
  userName: null,
  description: printable(description),
  evidence: null,
});

/** An IAM user as a record shows them. */
export type RecordedUser = {
  readonly userName: string | null;
  readonly userId?: string | undefined;
  readonly accountId?: string | null | undefined;
};

/** An IAM user in words. Every account may have a user of the same name. */
export const describeUser = ({ userName, accountId }: RecordedUser): string =>
  userName === null
    ? 'an IAM user whom the record does not name'
    : `IAM user ${userName} of ${accountId ? `account ${accountId}` : 'an account that the record does not name'}`;

const service = (invokedBy: string): Launcher =>
  nobody(`${serviceName(invokedBy)}, whose record names no person`);

const nobodyOfType = (type: string, through: string, invokedBy: string | null): Launcher => {
  switch (type) {
    case 'Root':
      return nobody(`the root user of the account${through}`);
    case 'AWSService':
      return service(invokedBy ?? 'an AWS service');
    case 'unknown':
      return nobody(`a caller whom the record does not identify${through}`);
    default:
      return nobody(`an identity of type ${type}${through}`);
  }
};

/**
 * The launcher as the record alone shows. A role, a service and the root user are not persons, the caller of
 * AssumeRole chose the session's name, and an IAM user may be of any account: none of these becomes a user name
 * here.
 */
export const launcherOf = (identity: Identity): Launcher => {
  const through = throughService(identity.invokedBy);
  switch (identity.is) {
    case 'iam-user':
      return nobody(`${describeUser(identity)}${through}`);
    case 'federated-user': {
      const issuer = issuerOf(identity);
      const of = issuer.userName === null ? 'no recorded IAM user' : describeUser(issuer);
      return nobody(`federated user ${identity.name ?? 'without a name'}, of ${of}${through}`);
    }
    case 'identity-center-session': {
      const set = /^AWSReservedSSO_(.+)_\w{16}$/.exec(identity.roleName)?.[1] ?? identity.roleName;
      const description = `${identity.userName} (of Identity Center, ${set})${through}`;
      return person(identity.userName, 'identity-center', description);
    }
    case 'instance-session':
      return nobody(`instance ${identity.instanceId}${through}`);
    case 'role-session': {
      const { roleName, sessionName, isFromConsole, serviceLinked, invokedBy } = identity;
      if (serviceLinked) return service(invokedBy ?? `role ${roleName}`);
      const chosen = isFromConsole ? '' : ' (a name its caller chose)';
      const named = sessionName ? `, session named ${sessionName}${chosen}` : '';
      return nobody(`role ${roleName}${named}${through}`);
    }
    case 'nobody':
      return nobodyOfType(identity.type, through, identity.invokedBy);
    default:
      return identity satisfies never;
  }
};

/** The IAM user who issued a federated user's session. */
export const issuerOf = ({
  issuer,
  issuerId,
  issuerAccountId,
}: Extract<Identity, { is: 'federated-user' }>): RecordedUser => ({
  userName: issuer,
  userId: issuerId,
  accountId: issuerAccountId,
});

const SERVICE_SUFFIX = '.amazonaws.com';

const SERVICE_NAMES: Readonly<Record<string, string>> = {
  autoscaling: 'Auto Scaling',
  batch: 'AWS Batch',
  cloudformation: 'CloudFormation',
  ec2: 'EC2',
  ec2fleet: 'EC2 Fleet',
  ecs: 'ECS',
  eks: 'EKS',
  'eks-nodegroup': 'EKS',
  elasticbeanstalk: 'Elastic Beanstalk',
  elasticmapreduce: 'EMR',
  lambda: 'Lambda',
  opsworks: 'OpsWorks',
  servicecatalog: 'Service Catalog',
  signin: 'the console',
  spot: 'EC2 Spot',
  spotfleet: 'EC2 Spot',
};

/**
 * The usual name of the service that `invokedBy` names, such as `autoscaling.amazonaws.com`; otherwise
 * `invokedBy` itself.
 */
export const serviceName = (invokedBy: string): string => {
  const name = invokedBy.endsWith(SERVICE_SUFFIX) ? invokedBy.slice(0, -SERVICE_SUFFIX.length) : invokedBy;
  return Object.hasOwn(SERVICE_NAMES, name) ? (SERVICE_NAMES[name] ?? invokedBy) : invokedBy;
};

/** Says that a service made a call for its caller; empty if none did. */
export const throughService = (invokedBy: string | null): string =>
  invokedBy === null ? '' : ` through ${serviceName(invokedBy)}`;
