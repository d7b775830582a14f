import { attribute } from '../../lambdas/domain/launcher/attribute.ts';
import { type KnownEvidence, needsLookUp } from '../../lambdas/domain/launcher/look-up.ts';
import type { Identity } from '../../lambdas/domain/record/identity.ts';
import { type Call, type CollectionEvidence, knownEvidence } from './evidence.ts';

/**
 * The user name of the person behind an identity, by the service's own rules; null for nobody. Instances and groups have
 * no Owner here, since records do not show one.
 */
export const findPerson = (
  identity: Identity,
  known: KnownEvidence,
  gatewayAccountId: string,
): string | null => {
  const launcher = attribute({ identity, origin: null, gatewayAccountId }, known);
  if (needsLookUp(launcher)) throw new Error(`Everything is looked up, but ${launcher.kind} is asked for.`);
  return launcher.userName;
};

/**
 * The account that stands for the gateway, since no collection says which is: that of the caller who assumed the session's
 * role, or that of who launched the instance, else that of the identity.
 */
export const gatewayOf = (
  { entry, userIdentity, identity }: Call,
  { sessions, callers }: CollectionEvidence,
): string => {
  const behind = identity.is === 'instance-session' ? callers.get(identity.instanceId) : identity;
  const key = behind?.is === 'role-session' ? behind.accessKeyId : null;
  const session = key === null ? undefined : sessions.get(key);
  return session?.caller.accountId ?? userIdentity.accountId ?? entry.accountId;
};

/** The evidence of a collection with each account's users as the directory, made once for each account. */
export const directories = (evidence: CollectionEvidence): ((gatewayAccountId: string) => KnownEvidence) => {
  const made = new Map<string, KnownEvidence>();
  return (account) => {
    const known = made.get(account) ?? knownEvidence(evidence, account);
    made.set(account, known);
    return known;
  };
};

/**
 * What a collection says of a name that the service found. `user`: an IAM user of the account has it. `wrong`: it is the
 * name of a role, a function, an instance, a service or a program, or the record itself names somebody else.
 * `unconfirmed`: neither.
 */
export type NameCheck = 'user' | 'unconfirmed' | 'wrong';

/** Names of instances, services, and sessions that AWS's tools begin without being told a name. */
const NO_PERSON =
  /^(i-[0-9a-f]{8,}$|arn:|AWSServiceRole|AWSReservedSSO_|botocore-session-|aws-(go-)?sdk-)|\.amazonaws\.com$/;

const USER_ARN = /:user\/(?:.*\/)?([^/]+)$/;

/** A user's id, but for those of examples in AWS's documentation, which several users share. */
const USER_ID = /^AIDA(?!.*EXAMPLE$)/;

/** Whether a record of an IAM user has an ARN with another name, or an id that other records give to another name. */
const contradicts = (
  name: string,
  { entry, identity, userIdentity }: Call,
  evidence: CollectionEvidence,
): boolean => {
  if (identity.is !== 'iam-user') return false;
  const { arn = '', principalId = '', accountId = entry.accountId } = userIdentity;
  const nameInArn = USER_ARN.exec(arn)?.[1];
  if (nameInArn !== undefined && nameInArn !== name) return true;
  return USER_ID.test(principalId) && (evidence.namesById.get(`${accountId} ${principalId}`)?.size ?? 0) > 1;
};

export const checkName = (
  name: string,
  call: Call,
  evidence: CollectionEvidence,
  gatewayAccountId: string,
): NameCheck => {
  if (contradicts(name, call, evidence)) return 'wrong';
  if (evidence.users.get(gatewayAccountId)?.has(name)) return 'user';
  return evidence.roleAndFunctionNames.has(name) || NO_PERSON.test(name) ? 'wrong' : 'unconfirmed';
};
