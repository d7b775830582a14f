import { eventTimeOf } from './call.ts';
import { principalId, userIdOf } from './made-up.ts';

/** Who makes a call, as `userIdentity` shows it, and from where. */
export type Caller = {
  readonly userIdentity: Readonly<Record<string, unknown>>;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly sessionCredentialFromConsole?: 'true';
};

const CLI = 'aws-cli/2.32.4 md/awscrt#0.28.4 ua/2.1 os/linux#6.8.0 lang/python#3.13.9';
const BOTO = 'Boto3/1.40.61 md/Botocore#1.40.61 ua/2.1 os/linux#6.8.0 lang/python#3.12.3';

const session = (accountId: string, role: string, name: string, path = '/', delivery = {}) => ({
  type: 'AssumedRole',
  principalId: `${principalId('AROA', accountId + role)}:${name}`,
  arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${name}`,
  accountId,
  accessKeyId: principalId('ASIA', `${accountId} ${role} ${name}`),
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: principalId('AROA', accountId + role),
      arn: `arn:aws:iam::${accountId}:role${path}${role}`,
      accountId,
      userName: role,
    },
    attributes: { creationDate: '2026-11-03T15:58:02Z', mfaAuthenticated: 'true' },
    ...delivery,
  },
});

/** An IAM user of the account, with an access key. */
export const iamUser = (accountId: string, userName: string): Caller => ({
  userIdentity: {
    type: 'IAMUser',
    principalId: userIdOf(accountId, userName),
    arn: `arn:aws:iam::${accountId}:user/${userName}`,
    accountId,
    accessKeyId: principalId('AKIA', `${accountId} ${userName}`),
    userName,
  },
  sourceIPAddress: '128.114.198.21',
  userAgent: CLI,
});

/** A person of the gateway who switched into the role developer in the console. */
export const consoleSession = (accountId: string, userName: string): Caller => ({
  userIdentity: session(accountId, 'developer', userName),
  sourceIPAddress: '128.114.198.40',
  userAgent: 'AWS Internal',
  sessionCredentialFromConsole: 'true',
});

/** The name that botocore gives a session: it contains the second in which the session began. */
const botocoreName = (at: string): string =>
  `botocore-session-${Date.parse(`2026-11-03T${at}-08:00`) / 1000}`;

/**
 * A person's script with a profile that assumes the role developer. Botocore names the session by its beginning, `at`. Scripts
 * that begin in the same second differ in their `key` alone.
 */
export const botocoreSession = (accountId: string, at: string, key = ''): Caller => {
  const attributes = { creationDate: eventTimeOf(at), mfaAuthenticated: 'true' };
  const identity = session(accountId, 'developer', botocoreName(at), '/', { attributes });
  return {
    userIdentity: { ...identity, ...(key ? { accessKeyId: principalId('ASIA', `${at} ${key}`) } : {}) },
    sourceIPAddress: '128.114.198.77',
    userAgent: BOTO,
  };
};

/** CloudFormation, which calls in the identity of such a session, without its access key. */
export const stackInSession = (accountId: string, at: string): Caller => {
  const { accessKeyId: _, ...userIdentity } = botocoreSession(accountId, at).userIdentity;
  const service = 'cloudformation.amazonaws.com';
  return {
    userIdentity: { ...userIdentity, invokedBy: service },
    sourceIPAddress: service,
    userAgent: service,
  };
};

/** A program on an instance, such as a Toil leader. */
export const instanceSession = (accountId: string, instanceId: string, role = 'toil-leader'): Caller => ({
  userIdentity: {
    ...session(accountId, role, instanceId, '/toil/', { ec2RoleDelivery: '2.0' }),
  },
  sourceIPAddress: '54.214.88.12',
  userAgent: BOTO,
});

/** A stack that a program on an instance deploys: CloudFormation's record of it shows only the session's name. */
export const stackOfInstance = (accountId: string, instanceId: string): Caller => ({
  userIdentity: {
    ...session(accountId, 'toil-leader', instanceId, '/toil/'),
    sessionContext: {},
    invokedBy: 'cloudformation.amazonaws.com',
  },
  sourceIPAddress: 'cloudformation.amazonaws.com',
  userAgent: 'cloudformation.amazonaws.com',
});

/** A program on an instance of this Region, as newer records show it. It may call another Region. */
export const instanceSessionOf = (accountId: string, region: string, instanceId: string): Caller => {
  const caller = instanceSession(accountId, instanceId, 'toil-leader');
  const inScopeOf = {
    issuerType: 'AWS::EC2::Instance',
    credentialsIssuedTo: `arn:aws:ec2:${region}:${accountId}:instance/${instanceId}`,
  };
  return { ...caller, userIdentity: { ...caller.userIdentity, inScopeOf } };
};

/** A controller, such as Karpenter, that launches nodes through a fleet. Each of its sessions has another name, `since`. */
export const controllerSession = (accountId: string, role: string, since: string): Caller => ({
  userIdentity: { ...session(accountId, role, since), invokedBy: 'ec2fleet.amazonaws.com' },
  sourceIPAddress: 'ec2fleet.amazonaws.com',
  userAgent: 'ec2fleet.amazonaws.com',
});

/** An AWS service that makes a call in a role of its own. */
export const awsService = (accountId: string, service: string, role: string): Caller => ({
  userIdentity: {
    ...session(accountId, role, role.replace('AWSServiceRoleFor', ''), `/aws-service-role/${service}/`),
    invokedBy: service,
  },
  sourceIPAddress: service,
  userAgent: service,
});

/** An Auto Scaling group that makes a call. */
export const autoScaling = (accountId: string): Caller =>
  awsService(accountId, 'autoscaling.amazonaws.com', 'AWSServiceRoleForAutoScaling');
