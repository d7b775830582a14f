import { type Identity, userIdIn } from '../record/identity.ts';
import {
  describeUser,
  type Launcher,
  launcherOf,
  nobody,
  person,
  throughService,
} from '../record/launcher.ts';
import type { Session } from '../record/session.ts';
import { gatewayUserOf, type KnownEvidence, type LookUpNeeded } from './look-up.ts';
import { type SessionHop, sessionOfHop } from './session-of-hop.ts';

type RoleSession = Extract<Identity, { is: 'role-session' }>;

/**
 * The person behind a role's session, or the next thing to look up. There is no person behind a service-linked
 * role.
 */
export const attributeSession = (
  identity: RoleSession,
  knownEvidence: KnownEvidence,
  gatewayAccountId: string,
): Launcher | LookUpNeeded => {
  if (identity.serviceLinked) return launcherOf(identity);
  const byService = identity.invokedBy === null ? {} : { byService: identity };
  const owner = ownerOfSession({ ...identity, ...byService }, knownEvidence, gatewayAccountId);
  if ('kind' in owner) return owner;
  const { roleName, sessionName } = identity;
  const through = throughService(identity.invokedBy);
  // A session name that looks like an address may name somebody else.
  const claimed = sessionName?.includes('@') ? sessionName : null;
  const isOther = claimed?.toLowerCase() !== owner.userName?.toLowerCase();
  if (owner.userName === null) {
    if (owner.assumedBy === null) return launcherOf(identity);
    const how = claimed ? `session named ${claimed} by` : 'assumed by';
    const text = `role ${roleName}, ${how} ${owner.assumedBy}${through}`;
    return { ...nobody(text), isDisputed: owner.isDisputed };
  }
  const { userName, evidence } = owner;
  const as = claimed && isOther ? `, as ${claimed}` : '';
  switch (evidence) {
    case 'assume-role':
      return person(userName, evidence, `${userName} (who assumed role ${roleName}${as})${through}`);
    case 'mfa-device':
      return person(
        userName,
        evidence,
        `${userName} (whose MFA device opened role ${roleName}${as})${through}`,
      );
    case 'source-identity':
      return person(
        userName,
        evidence,
        `${userName} (by the source identity of role ${roleName}${as}, which its caller chose)${through}`,
      );
    case 'session-name':
      return person(userName, evidence, `${userName} (in the console, as role ${roleName})${through}`);
    default:
      return evidence satisfies never;
  }
};

/**
 * Who holds a role's session: a person; or nobody, with a description of who assumed the role, null if that is
 * unknown.
 */
type SessionOwner =
  | {
      readonly userName: string;
      readonly evidence: 'assume-role' | 'mfa-device' | 'source-identity' | 'session-name';
    }
  | { readonly userName: null; readonly assumedBy: string | null; readonly isDisputed?: true };

const SEVERAL = { userName: null, assumedBy: 'one of several who did at once', isDisputed: true } as const;

/** At most this many role sessions are followed from one to the next. Nobody chains more, and a circle must end. */
const MAX_HOPS = 4;

const ROLE_SESSION_ID = /^AROA\w+:(.+)$/;
const MFA_DEVICE = /^arn:aws[\w-]*:iam::(\d{12}):mfa\/(?:.*\/)?([^/]+)$/;

/**
 * The session that assumed the role, if a session did. The record of the role's account does not show its access
 * key.
 */
const previousHop = ({ caller }: Session, { sourceIdentity }: SessionHop): SessionHop | null => {
  const [, sessionName = null] = ROLE_SESSION_ID.exec(caller.principalId ?? '') ?? [];
  if (caller.type !== 'AssumedRole' && (caller.type !== 'AWSAccount' || sessionName === null)) return null;
  const { accessKeyId, isFromConsole } = caller;
  // A chain of sessions keeps the source identity.
  return { accessKeyId, sessionName, isFromConsole, sourceIdentity };
};

const describeCaller = ({ type, principalId, userName, accountId }: Session['caller']): string => {
  if (type === 'IAMUser' && userName) return describeUser({ userName, accountId });
  if (type === 'AWSService') return 'an AWS service';
  if (type === 'Root') return 'the root user';
  return userIdIn(principalId) === undefined ? 'an unknown caller' : 'an unknown user';
};

const ownerByCaller = (
  { caller, serialNumber }: Session,
  knownEvidence: KnownEvidence,
  gatewayAccountId: string,
): SessionOwner | LookUpNeeded => {
  const userId = userIdIn(caller.principalId);
  const userName = caller.type === 'IAMUser' ? caller.userName : null;
  const user = gatewayUserOf(
    { userName, userId, accountId: caller.accountId },
    knownEvidence,
    gatewayAccountId,
  );
  if (user && 'kind' in user) return user;
  if (user) return { userName: user.userName, evidence: 'assume-role' };
  const [, accountId, device] = MFA_DEVICE.exec(serialNumber ?? '') ?? [];
  if (device !== undefined && accountId === gatewayAccountId) {
    const named = knownEvidence.usersByName.get(device);
    if (named === undefined) return { kind: 'user-by-name', userName: device };
    // Users choose the names of their devices. If the caller's own id is another user's, the name is not believed.
    if (named && (userId === undefined || userId === named.userId)) {
      return { userName: named.userName, evidence: 'mfa-device' };
    }
  }
  return { userName: null, assumedBy: describeCaller(caller) };
};

/**
 * Finds the person by what the session itself says, if there is no record of its AssumeRole: by its source
 * identity, else by its name if the console gave it. Any other name is the caller's choice: with a session that
 * began where no rule collects AssumeRole, anybody could bear anybody's name.
 */
const ownerByName = (
  { sourceIdentity, sessionName, isFromConsole }: SessionHop,
  { usersByName }: KnownEvidence,
): SessionOwner | LookUpNeeded => {
  const names = [
    { name: sourceIdentity, evidence: 'source-identity' },
    { name: isFromConsole ? sessionName : null, evidence: 'session-name' },
  ] as const;
  for (const { name, evidence } of names) {
    if (!name) continue;
    const user = usersByName.get(name);
    if (user === undefined) return { kind: 'user-by-name', userName: name };
    if (user) return { userName: user.userName, evidence };
  }
  return { userName: null, assumedBy: null };
};

/** Finds who holds a role's session, along the sessions that assumed one another's roles. */
const ownerOfSession = (
  first: SessionHop,
  knownEvidence: KnownEvidence,
  gatewayAccountId: string,
): SessionOwner | LookUpNeeded => {
  let hop = first;
  for (let followed = 0; followed <= MAX_HOPS; followed++) {
    const session = sessionOfHop(hop, knownEvidence);
    if (session === 'several') return SEVERAL;
    if (session && 'kind' in session) return session;
    if (!session) {
      const owner = ownerByName(hop, knownEvidence);
      return 'assumedBy' in owner && followed > 0
        ? { ...owner, assumedBy: 'a session of nobody known' }
        : owner;
    }
    const previous = previousHop(session, hop);
    if (!previous) return ownerByCaller(session, knownEvidence, gatewayAccountId);
    hop = previous;
  }
  return { userName: null, assumedBy: 'a long chain of roles' };
};

/**
 * Who had a session of this role and name open at that time, by the records of AssumeRole.
 *
 * @param id the role's id with the session's name, or the session's ARN
 */
export const openerOf = (
  id: string,
  openAt: string,
  knownEvidence: KnownEvidence,
  gatewayAccountId: string,
): SessionOwner | LookUpNeeded => {
  const byService = { assumedRoleId: id, openAt };
  return ownerOfSession({ accessKeyId: null, sessionName: null, byService }, knownEvidence, gatewayAccountId);
};
