import * as z from 'zod/mini';
import type { User } from '../../lambdas/domain/launcher/directory.ts';
import {
  findLaunchCaller,
  findSession,
  type KnownEvidence,
  sessionId,
} from '../../lambdas/domain/launcher/look-up.ts';
import { type Identity, identityOf, instanceInName } from '../../lambdas/domain/record/identity.ts';
import { FromConsole, UserIdentity } from '../../lambdas/domain/record/record.ts';
import type { Session } from '../../lambdas/domain/record/session.ts';
import type { Entry } from '../../local/entry.ts';

/** A record, and who made its call. */
export type Call = {
  readonly entry: Entry;
  readonly userIdentity: UserIdentity;
  readonly identity: Identity;
};

const ReadIdentity = z.catch(UserIdentity, {});

/** The call of a record, if its identity were this one. */
export const callAs = (entry: Entry, userIdentity: UserIdentity): Call => ({
  entry,
  userIdentity,
  identity: identityOf(userIdentity, z.parse(FromConsole, entry.record.sessionCredentialFromConsole)),
});

export const callOf = (entry: Entry): Call => callAs(entry, z.parse(ReadIdentity, entry.record.userIdentity));

/** What the records of a collection know about persons and sessions. */
export type CollectionEvidence = {
  /** The IAM users that records name, by account and then by name. */
  readonly users: ReadonlyMap<string, ReadonlyMap<string, User>>;
  /** Every name that records give to a user id, by account and id. */
  readonly namesById: ReadonlyMap<string, ReadonlySet<string>>;
  /** By the access key that was issued. */
  readonly sessions: ReadonlyMap<string, Session>;
  /** Who launched an instance, by its id. */
  readonly callers: ReadonlyMap<string, Identity>;
  /** Names of roles and of Lambda functions. */
  readonly roleAndFunctionNames: ReadonlySet<string>;
};

const Created = z.object({ user: z.object({ userName: z.string(), userId: z.string() }) });
const Named = z.object({ roleName: z.optional(z.string()), functionName: z.optional(z.string()) });

const Issued = z.object({ credentials: z.object({ accessKeyId: z.string() }) });

/** The access key that an AssumeRole issued; null for another record. */
const issuedKey = ({ eventName, record }: Entry): string | null => {
  if (eventName !== 'AssumeRole') return null;
  return z.safeParse(Issued, record.responseElements).data?.credentials.accessKeyId ?? null;
};

type SeenUser = User & { readonly accountId: string };

/**
 * The IAM users whom a record names. An AssumeRole record that issued a session names none here, or the person behind the
 * session would be confirmed by the very record that names them.
 */
const usersIn = ({ entry, userIdentity, identity }: Call): SeenUser[] => {
  if (issuedKey(entry) !== null) return [];
  const seen: SeenUser[] = [];
  if (identity.is === 'iam-user' && identity.userName !== null) {
    const { principalId = '', accountId = entry.accountId } = userIdentity;
    seen.push({ accountId, userName: identity.userName, userId: principalId });
  }
  const created = z.safeParse(Created, entry.record.responseElements);
  if (entry.eventName === 'CreateUser' && created.success) {
    seen.push({ accountId: entry.accountId, ...created.data.user });
  }
  return seen;
};

const roleAndFunctionNamesIn = ({ entry, userIdentity, identity }: Call): string[] => {
  const { roleName, functionName } = z.parse(z.catch(Named, {}), entry.record.requestParameters);
  const issuer = userIdentity.sessionContext?.sessionIssuer;
  return [
    'roleName' in identity ? identity.roleName : undefined,
    issuer?.type === 'Role' ? issuer.userName : undefined,
    roleName,
    // A function may be given by its ARN, with a version.
    functionName?.replace(/^.*:function:([^:]+).*$/, '$1'),
  ].filter((name) => name !== undefined);
};

/**
 * The sessions by their access keys. Some publishers replace every key by the same one. A key that was issued to sessions
 * of several names or times is such a replacement, and leads to no session.
 */
const sessionsIn = (calls: readonly Call[]): Map<string, Session> => {
  const byKey = new Map<string, unknown[]>();
  for (const { entry } of calls) {
    const key = issuedKey(entry);
    if (key !== null) byKey.set(key, [...(byKey.get(key) ?? []), entry.record]);
  }
  const sessions = new Map<string, Session>();
  for (const [key, records] of byKey) {
    const each = records.flatMap((record) => findSession([record], key) ?? []);
    const isOne = new Set(each.map(({ sessionName, eventTime }) => `${sessionName} ${eventTime}`)).size === 1;
    const session = findSession(records, key);
    if (isOne && session) sessions.set(key, session);
  }
  return sessions;
};

/** The instance after which a session is named. */
const instanceIn = ({ identity }: Call): string[] => {
  if (identity.is === 'instance-session') return [identity.instanceId];
  return [instanceInName(identity)].filter((instanceId) => instanceId !== null);
};

const launchCallersIn = (calls: readonly Call[]): Map<string, Identity> => {
  const launches = calls.filter(({ entry }) => entry.eventName === 'RunInstances');
  const records = launches.map(({ entry }) => entry.record);
  const callers = new Map<string, Identity>();
  for (const instanceId of new Set(calls.flatMap(instanceIn))) {
    const caller = findLaunchCaller(records, instanceId);
    if (caller) callers.set(instanceId, caller);
  }
  return callers;
};

export const evidenceIn = (calls: readonly Call[]): CollectionEvidence => {
  const users = new Map<string, Map<string, User>>();
  const namesById = new Map<string, Set<string>>();
  for (const { accountId, userName, userId } of calls.flatMap(usersIn)) {
    const ofAccount = users.get(accountId) ?? new Map<string, User>();
    users.set(accountId, ofAccount.set(userName, { userName, userId }));
    const id = `${accountId} ${userId}`;
    namesById.set(id, (namesById.get(id) ?? new Set<string>()).add(userName));
  }
  return {
    users,
    namesById,
    sessions: sessionsIn(calls),
    callers: launchCallersIn(calls),
    roleAndFunctionNames: new Set(calls.flatMap(roleAndFunctionNamesIn)),
  };
};

/** Evidence after every look-up: what is not there was looked up, with the answer `missing`. */
class LookedUp<T, Missing> extends Map<string, T | Missing> {
  readonly #missing: Missing;

  constructor(found: Iterable<readonly [string, T]>, missing: Missing) {
    super(found);
    this.#missing = missing;
  }

  override get(key: string): T | Missing {
    return super.get(key) ?? this.#missing;
  }
}

/** The evidence as `attribute` takes it, with the users of one account as the directory. */
export const knownEvidence = (
  { users, sessions, callers }: CollectionEvidence,
  gatewayAccountId: string,
): KnownEvidence => {
  const directory = [...(users.get(gatewayAccountId)?.values() ?? [])];
  return {
    sessions: new LookedUp(sessions, null),
    sessionsById: new LookedUp(
      Map.groupBy(sessions.values(), ({ assumedRoleId = '', eventTime }) =>
        sessionId(assumedRoleId, eventTime),
      ),
      [],
    ),
    usersById: new LookedUp(
      directory.map((user) => [user.userId, user]),
      null,
    ),
    usersByName: new LookedUp(
      directory.map((user) => [user.userName, user]),
      null,
    ),
    callers: new LookedUp(callers, null),
  };
};
