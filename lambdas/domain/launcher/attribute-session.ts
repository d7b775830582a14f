import type { Identity } from '../record/identity.ts';
import { type Launcher, launcherOf, nobody, person, throughService } from '../record/launcher.ts';
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
  if (owner.userName === null) {
    if (owner.assumedBy === null) return launcherOf(identity);
    const how = claimed ? `session named ${claimed} by` : 'assumed by';
    return nobody(`role ${roleName}, ${how} ${owner.assumedBy}${through}`);
  }
  const { userName, evidence } = owner;
  const as = claimed && claimed !== userName ? `, as ${claimed}` : '';
  switch (evidence) {
    case 'assume-role':
      return person(userName, evidence, `${userName} (who assumed role ${roleName}${as})${through}`);
    case 'mfa-device':
      return person(
        userName,
        evidence,
        `${userName} (whose MFA device opened role ${roleName}${as})${through}`,
      );
    case 'session-name': {
      const text =
        userName === sessionName
          ? `session named ${userName}, a name its caller chose`
          : `${userName} (by the name of the session that assumed role ${roleName})`;
      return person(userName, evidence, text + through);
    }
    default:
      return evidence satisfies never;
  }
};

/**
 * Who holds a role's session: a person; or nobody, with a description of who assumed the role, null if that is
 * unknown.
 */
export type SessionOwner =
  | { readonly userName: string; readonly evidence: 'assume-role' | 'mfa-device' | 'session-name' }
  | { readonly userName: null; readonly assumedBy: string | null };

/** One session in a chain of sessions that assumed one another's roles. */
type SessionHop = { readonly accessKeyId: string | null; readonly sessionName: string | null };

/** At most this many role sessions are followed from one to the next. Nobody chains more, and a circle must end. */
const MAX_HOPS = 4;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const USER_ID = /^AIDA\w+$/;
const ROLE_SESSION_ID = /^AROA\w+:(.+)$/;
const MFA_DEVICE = /^arn:aws[\w-]*:iam::(\d{12}):mfa\/(?:.*\/)?([^/]+)$/;

/**
 * The session that assumed the role, if a session did. The record of the role's account does not show its access
 * key.
 */
const previousHop = ({ caller }: Session): SessionHop | null => {
  const [, sessionName = null] = ROLE_SESSION_ID.exec(caller.principalId ?? '') ?? [];
  if (caller.type !== 'AssumedRole' && (caller.type !== 'AWSAccount' || sessionName === null)) return null;
  return { accessKeyId: caller.accessKeyId, sessionName };
};

const describeCaller = ({ type, principalId }: Session['caller']): string => {
  if (type === 'AWSService') return 'an AWS service';
  if (type === 'Root') return 'the root user';
  return USER_ID.test(principalId ?? '') ? 'an unknown user' : 'an unknown caller';
};

const ownerByCaller = (
  { caller, serialNumber }: Session,
  knownEvidence: KnownEvidence,
  gatewayAccountId: string,
): SessionOwner | LookUpNeeded => {
  if (caller.type === 'IAMUser' && caller.userName) {
    return { userName: caller.userName, evidence: 'assume-role' };
  }
  const userId = USER_ID.exec(caller.principalId ?? '')?.[0];
  if (userId !== undefined) {
    const user = knownEvidence.usersById.get(userId);
    if (user === undefined) return { kind: 'user-by-id', userId };
    if (user) return { userName: user.userName, evidence: 'assume-role' };
  }
  const [, accountId, device] = MFA_DEVICE.exec(serialNumber ?? '') ?? [];
  if (device !== undefined && accountId === gatewayAccountId) {
    const user = knownEvidence.usersByName.get(device);
    if (user === undefined) return { kind: 'user-by-name', userName: device };
    // Users choose the names of their devices. If the caller's own id is another user's, the name is not believed.
    if (user && (userId === undefined || userId === user.userId)) {
      return { userName: user.userName, evidence: 'mfa-device' };
    }
  }
  return { userName: null, assumedBy: describeCaller(caller) };
};

/** Finds the person by the session's name, if there is no record of its AssumeRole. The caller chose this name. */
const ownerByName = (
  { sessionName }: SessionHop,
  { usersByName }: KnownEvidence,
): SessionOwner | LookUpNeeded => {
  if (sessionName === null) return { userName: null, assumedBy: null };
  const user = usersByName.get(sessionName);
  if (user === undefined) return { kind: 'user-by-name', userName: sessionName };
  return user ? { userName: user.userName, evidence: 'session-name' } : { userName: null, assumedBy: null };
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
    const previous = previousHop(session);
    if (!previous) return ownerByCaller(session, knownEvidence, gatewayAccountId);
    hop = previous;
  }
  return { userName: null, assumedBy: 'a long chain of roles' };
};
