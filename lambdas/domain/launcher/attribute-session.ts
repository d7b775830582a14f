import { type Identity, userIdIn } from '../record/identity.ts';
import {
  describeUser,
  type Launcher,
  launcherOf,
  nobody,
  person,
  type RecordedUser,
  throughService,
} from '../record/launcher.ts';
import type { Session } from '../record/session.ts';
import type { User } from './directory.ts';

/** Results of look-ups, by what was looked up. Absent: not looked up yet; null: looked up and not found. */
type LookedUp<T> = ReadonlyMap<string, T | null>;

/** The evidence found so far. */
export type KnownEvidence = {
  /** By the access key that was issued for the session. */
  readonly sessions: LookedUp<Session>;
  readonly usersById: LookedUp<User>;
  readonly usersByName: LookedUp<User>;
  /** Who launched an instance, by the instance's id. */
  readonly launchCallers: LookedUp<Identity>;
};

/** The next thing to look up before the launcher is known. */
export type LookUpNeeded =
  | { readonly kind: 'session'; readonly accessKeyId: string }
  | { readonly kind: 'user-by-id'; readonly userId: string }
  | { readonly kind: 'user-by-name'; readonly userName: string }
  | { readonly kind: 'launch-caller'; readonly instanceId: string };

/** Whether something must be looked up first. */
export const needsLookUp = (result: Launcher | LookUpNeeded): result is LookUpNeeded => 'kind' in result;

/**
 * The gateway's user whom a record means; null if it means none. An IAM user is one only if the gateway is their
 * account, or the directory has their id: every account may have a user of the same name.
 */
export const gatewayUserOf = (
  { userName, userId, accountId }: RecordedUser,
  { usersById }: Pick<KnownEvidence, 'usersById'>,
  gatewayAccountId: string,
): { readonly userName: string } | null | Extract<LookUpNeeded, { kind: 'user-by-id' }> => {
  if (userId !== undefined) {
    const user = usersById.get(userId);
    if (user === undefined) return { kind: 'user-by-id', userId };
    if (user) return user;
  }
  return userName && accountId === gatewayAccountId ? { userName } : null;
};

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
  const owner = ownerOfSession(identity, knownEvidence, gatewayAccountId);
  if ('kind' in owner) return owner;
  const { roleName, sessionName, invokedBy } = identity;
  const through = throughService(invokedBy);
  // A session name that looks like an address may name somebody else, so the text mentions it.
  const claimed = sessionName?.includes('@') ? sessionName : null;
  const isOther = claimed?.toLowerCase() !== owner.userName?.toLowerCase();
  if (owner.userName === null) {
    if (owner.assumedBy === null) return launcherOf(identity);
    const how = claimed ? `session named ${claimed} by` : 'assumed by';
    return nobody(`role ${roleName}, ${how} ${owner.assumedBy}${through}`);
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
export type SessionOwner =
  | {
      readonly userName: string;
      readonly evidence: 'assume-role' | 'mfa-device' | 'source-identity' | 'session-name';
    }
  | { readonly userName: null; readonly assumedBy: string | null };

/** One session in a chain of sessions that assumed one another's roles. */
type SessionHop = Pick<RoleSession, 'accessKeyId' | 'sessionName' | 'isFromConsole' | 'sourceIdentity'>;

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
    const { accessKeyId } = hop;
    const session = accessKeyId === null ? null : knownEvidence.sessions.get(accessKeyId);
    if (session === undefined && accessKeyId !== null) return { kind: 'session', accessKeyId };
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
