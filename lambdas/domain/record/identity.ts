import * as z from 'zod/mini';
import type { UserIdentity } from './record.ts';

/** Absent if the record does not show it, and from executions of versions that did not read it. */
const Shown = z.optional(z.string());

/**
 * Who made a call, as its record says. `invokedBy` is the AWS service that made the call for them, or the
 * account of the product provider to whom they delegated it.
 */
export const Identity = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('iam-user'),
    userName: z.nullable(z.string()),
    /** Unique among all accounts; the name is not. */
    userId: Shown,
    accountId: Shown,
    invokedBy: z.nullable(z.string()),
  }),
  /** A session from GetFederationToken. Its caller chose `name`; `issuer` is the IAM user who called it. */
  z.object({
    is: z.literal('federated-user'),
    name: z.nullable(z.string()),
    issuer: z.nullable(z.string()),
    issuerId: Shown,
    issuerAccountId: Shown,
    invokedBy: z.nullable(z.string()),
  }),
  /** A session of an IAM Identity Center permission set. Identity Center names it after its user. */
  z.object({
    is: z.literal('identity-center-session'),
    userName: z.string(),
    roleName: z.string(),
    invokedBy: z.nullable(z.string()),
  }),
  /** A session of an instance profile. `region` is the instance's; newer records show it. */
  z.object({
    is: z.literal('instance-session'),
    instanceId: z.string(),
    region: z.optional(z.string()),
    roleName: z.string(),
    invokedBy: z.nullable(z.string()),
  }),
  /** A session of any other role. The console, or else the caller of AssumeRole, chose `sessionName`. */
  z.object({
    is: z.literal('role-session'),
    roleName: z.string(),
    /** The role's path, such as `teams/genomics/`; absent if it has none. */
    rolePath: Shown,
    sessionName: z.nullable(z.string()),
    /** Whether the call came from a session of the console, which names it after its user. */
    isFromConsole: z.optional(z.boolean()),
    /** Set by the first caller of AssumeRole. */
    sourceIdentity: Shown,
    accessKeyId: z.nullable(z.string()),
    /** The id of the role with the session's name, as AssumeRole returned it (`assumedRoleId`). */
    assumedRoleId: Shown,
    /** When the session began, ISO 8601 UTC. */
    startedAt: Shown,
    /** Whether only an AWS service can assume the role. */
    serviceLinked: z.boolean(),
    invokedBy: z.nullable(z.string()),
  }),
  /** The root user, a service, another account, a web or SAML identity, or no identity: none names a person. */
  z.object({ is: z.literal('nobody'), type: z.string(), invokedBy: z.nullable(z.string()) }),
]);
export type Identity = z.infer<typeof Identity>;

/** A session's role and name. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const SESSION_ARN = /:assumed-role\/([^/]+)(?:\/([^/]+))?$/;
const ROLE_PATH = /:role\/(.+\/)[^/]+$/;
const IDENTITY_CENTER_PATH = '/aws-reserved/sso.amazonaws.com/';

/** https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html */
const IDENTITY_CENTER_ROLE = /^AWSReservedSSO_.+_[0-9a-f]{16}$/;
const SERVICE_LINKED_PATH = '/aws-service-role/';
const INSTANCE_ID = /^i-\w+$/;
const INSTANCE_ARN = /^arn:aws[\w-]*:ec2:([\w-]+):(\d{12}):instance\/(i-\w+)$/;

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html: eight digits in ids of before 2018 */
const NAMED_AFTER_INSTANCE = /^i-[0-9a-f]{8,17}$/;

/** CloudTrail writes this in place of the name of a user who may not exist. */
const HIDDEN_USER_NAME = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** The part of a principal id after its first colon. Before that is a role's id or an account. */
const afterColon = (principalId = ''): string | null =>
  principalId.includes(':') ? principalId.slice(principalId.indexOf(':') + 1) || null : null;

/** The instance to which the session's credentials were issued, if the record shows one of the role's own account. */
const instanceInScope = ({
  inScopeOf,
  accountId,
}: UserIdentity): { readonly instanceId: string; readonly region: string } | null => {
  if (inScopeOf?.issuerType !== 'AWS::EC2::Instance') return null;
  const [, region, account, instanceId] = INSTANCE_ARN.exec(inScopeOf.credentialsIssuedTo ?? '') ?? [];
  if (region === undefined || instanceId === undefined) return null;
  return accountId === undefined || account === accountId ? { instanceId, region } : null;
};

const sessionOf = (identity: UserIdentity, isFromConsole: boolean, invokedBy: string | null): Identity => {
  const { arn = '', principalId = '', sessionContext } = identity;
  const issuer = sessionContext?.sessionIssuer;
  const [, roleInArn, nameInArn] = SESSION_ARN.exec(arn) ?? [];
  const roleName = issuer?.userName || roleInArn || principalId.split(':')[0] || 'of unknown name';
  const sessionName = nameInArn ?? afterColon(principalId);

  const ofIdentityCenter = issuer?.arn
    ? issuer.arn.includes(IDENTITY_CENTER_PATH)
    : IDENTITY_CENTER_ROLE.test(roleInArn ?? '');
  if (ofIdentityCenter && sessionName) {
    return { is: 'identity-center-session', userName: sessionName, roleName, invokedBy };
  }
  const inScope = instanceInScope(identity);
  if (inScope) return { is: 'instance-session', ...inScope, roleName, invokedBy };
  // A name that looks like an instance's id is not enough: the caller of AssumeRole may have chosen it.
  if (sessionContext?.ec2RoleDelivery && sessionName && INSTANCE_ID.test(sessionName)) {
    return { is: 'instance-session', instanceId: sessionName, roleName, invokedBy };
  }
  return {
    is: 'role-session',
    roleName,
    rolePath: ROLE_PATH.exec(issuer?.arn ?? '')?.[1],
    sessionName,
    isFromConsole: isFromConsole || undefined,
    sourceIdentity: sessionContext?.sourceIdentity || undefined,
    accessKeyId: identity.accessKeyId || null,
    assumedRoleId: principalId || undefined,
    startedAt: sessionContext?.attributes?.creationDate,
    serviceLinked:
      issuer?.arn?.includes(SERVICE_LINKED_PATH) === true || roleName.startsWith('AWSServiceRoleFor'),
    invokedBy,
  };
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const USER_ID = /^AIDA\w+$/;

/** The id of an IAM user, if a principal id is one. */
export const userIdIn = (principalId: string | null | undefined): string | undefined =>
  USER_ID.exec(principalId ?? '')?.[0];

/**
 * Reads who made a call. Every other type of identity, even an unknown one, names no person and is `nobody`.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export const identityOf = (identity: UserIdentity, isFromConsole = false): Identity => {
  const delegate = identity.invokedByDelegate?.accountId;
  const invokedBy = identity.invokedBy || (delegate ? `account ${delegate}` : null);
  switch (identity.type) {
    case 'IAMUser': {
      const { userName } = identity;
      return {
        is: 'iam-user',
        userName: userName?.trim() && userName !== HIDDEN_USER_NAME ? userName : null,
        userId: userIdIn(identity.principalId),
        accountId: identity.accountId || undefined,
        invokedBy,
      };
    }
    case 'FederatedUser': {
      const issuer = identity.sessionContext?.sessionIssuer;
      const isUser = issuer?.type === 'IAMUser';
      const nameInArn = /:federated-user\/(.+)$/.exec(identity.arn ?? '')?.[1];
      return {
        is: 'federated-user',
        name: afterColon(identity.principalId) ?? nameInArn ?? null,
        issuer: (isUser && issuer.userName) || null,
        issuerId: isUser ? userIdIn(issuer.principalId) : undefined,
        issuerAccountId: (isUser && issuer.accountId) || undefined,
        invokedBy,
      };
    }
    case 'AssumedRole':
      return sessionOf(identity, isFromConsole, invokedBy);
    default:
      return { is: 'nobody', type: identity.type || 'unknown', invokedBy };
  }
};

/**
 * The instance after which a role's session is named; null if it is named otherwise. EC2 names the sessions of instance
 * profiles so, but anybody may choose such a name. A record shows no more if a service called in the session's name.
 */
export const instanceInName = (identity: Identity): string | null => {
  if (identity.is !== 'role-session' || identity.serviceLinked) return null;
  const { sessionName } = identity;
  return sessionName !== null && NAMED_AFTER_INSTANCE.test(sessionName) ? sessionName : null;
};
