import * as z from 'zod/mini';
import { RecordNotReadable } from '../errors.ts';
import { Identity, identityOf } from '../record/identity.ts';
import type { Launcher, RecordedUser } from '../record/launcher.ts';
import type { CreatorSought } from '../record/provenance.ts';
import { FromConsole, Instant, LaunchRecord, lenient, UserIdentity } from '../record/record.ts';
import { type Session, sessionFrom } from '../record/session.ts';
import type { User } from './directory.ts';

/**
 * A question to CloudTrail's LookupEvents: who was issued this access key, opened this role's session at this
 * instant, launched this instance, changed its Owner last, or created what launched it?
 */
export const LookUp = z.object({
  accountId: z.string(),
  /** The Region of the launch. The record may also be in us-east-1. */
  region: z.string(),
  /** Whether the configuration may not list this Region: it is that of an instance which launched others elsewhere. */
  isElsewhere: z.optional(z.boolean()),
  kind: z.enum([
    'access-key',
    'session-start',
    'instance',
    'owner-change',
    'stack-creator',
    'group-creator',
    'request-creator',
  ]),
  resourceName: z.string(),
  /** When the session began, for `session-start`; when the stack launched instances, for `stack-creator`. */
  at: z.optional(z.string()),
  /** The key of the Owner tag, for `owner-change`. */
  ownerKey: z.optional(z.string()),
  /** Whether it is about who created something else than instances: it is asked once, and after launches' questions. */
  isOfCreation: z.optional(z.boolean()),
});
export type LookUp = z.infer<typeof LookUp>;

/** Results of look-ups, by what was looked up. Absent: not looked up yet; null: looked up and not found. */
type LookedUp<T> = ReadonlyMap<string, T | null>;

/** The evidence found so far. */
export type KnownEvidence = {
  /** By the access key that was issued for the session. */
  readonly sessions: LookedUp<Session>;
  /** The sessions of a role that have a name, and began at an instant or at any time, by `sessionId`. */
  readonly sessionsById: ReadonlyMap<string, readonly Session[]>;
  readonly usersById: LookedUp<User>;
  readonly usersByName: LookedUp<User>;
  /** Who launched an instance, by the instance's id, and who created or deployed what launches instances, by `creatorKey`. */
  readonly callers: LookedUp<Identity>;
};

/** The next thing to look up before the launcher is known. */
export type LookUpNeeded =
  | { readonly kind: 'session'; readonly accessKeyId: string }
  | { readonly kind: 'sessions-by-id'; readonly assumedRoleId: string; readonly startedAt: string | null }
  | { readonly kind: 'user-by-id'; readonly userId: string }
  | { readonly kind: 'user-by-name'; readonly userName: string }
  | { readonly kind: 'launch-caller'; readonly instanceId: string; readonly region?: string | undefined }
  | { readonly kind: 'creator'; readonly sought: CreatorSought };

/**
 * A session without its access key: its role and name (an id or an ARN), and when it began, null if that is not known. More
 * than one session may fit.
 */
export const sessionId = (assumedRoleId: string, startedAt: string | null): string =>
  startedAt === null ? assumedRoleId : `${assumedRoleId} ${startedAt}`;

/** The question to CloudTrail about what the table does not have; null if CloudTrail cannot answer it. */
export const questionAbout = (
  missing: LookUpNeeded,
  { accountId, region }: { readonly accountId: string; readonly region: string },
): LookUp | null => {
  switch (missing.kind) {
    case 'session':
      return { accountId, region, kind: 'access-key', resourceName: missing.accessKeyId };
    case 'sessions-by-id': {
      const { assumedRoleId: resourceName, startedAt: at } = missing;
      // Of the sessions that were open at some time, CloudTrail may have thousands.
      return at === null ? null : { accountId, region, kind: 'session-start', resourceName, at };
    }
    case 'launch-caller': {
      const { instanceId: resourceName, region: of = region } = missing;
      const place = of === region ? { region } : { region: of, isElsewhere: true };
      return { accountId, ...place, kind: 'instance', resourceName };
    }
    case 'creator': {
      const { of: kind, id: resourceName, before: at } = missing.sought;
      return { accountId, region, kind, resourceName, ...(at ? { at } : {}) };
    }
    case 'user-by-id':
    case 'user-by-name':
      return null;
    default:
      return missing satisfies never;
  }
};

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

const sessionIn = (record: unknown): Session[] => {
  try {
    return [sessionFrom(record)];
  } catch (error) {
    // LookupEvents also finds the calls that were made with the key. They are not sessions.
    if (error instanceof RecordNotReadable) return [];
    throw error;
  }
};

/**
 * The session that was issued an access key, from CloudTrail records; null if none was. If there are records of
 * both accounts, the one of the caller's account counts, because it names the user.
 */
export const findSession = (records: readonly unknown[], accessKeyId: string): Session | null => {
  const sessions = records.flatMap(sessionIn).filter((session) => session.accessKeyId === accessKeyId);
  return sessions.find(({ caller }) => caller.type !== 'AWSAccount') ?? sessions[0] ?? null;
};

/** The sessions of a role and name that began at an instant, from CloudTrail records. */
export const findSessionsAt = (
  records: readonly unknown[],
  assumedRoleId: string,
  startedAt: string,
): Session[] =>
  records
    .flatMap(sessionIn)
    .filter((session) => session.assumedRoleId === assumedRoleId && session.eventTime === startedAt);

/** Who launched an instance, from CloudTrail records; null if none is of its launch. */
export const findLaunchCaller = (records: readonly unknown[], instanceId: string): Identity | null => {
  for (const record of records) {
    const { success, data } = z.safeParse(LaunchRecord, record);
    const launched = data?.responseElements?.instancesSet?.items ?? [];
    if (success && launched.some((one) => one.instanceId === instanceId))
      return identityOf(data.userIdentity, data.sessionCredentialFromConsole);
  }
  return null;
};

/** A successful call that writes or removes tags. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html */
const TagCall = z.object({
  eventTime: Instant,
  eventName: z.enum(['CreateTags', 'DeleteTags']),
  errorCode: z.optional(z.null()),
  userIdentity: z.catch(UserIdentity, {}),
  sessionCredentialFromConsole: FromConsole,
  requestParameters: z.object({
    resourcesSet: z.object({ items: z.array(z.object({ resourceId: lenient(z.string()) })) }),
    /** Without keys, DeleteTags removes all tags. */
    tagSet: lenient(z.object({ items: lenient(z.array(z.object({ key: lenient(z.string()) }))) })),
  }),
});

/** Who changed the Owner of an instance last, and when. */
export const OwnerChange = z.object({ caller: Identity, at: z.string() });
export type OwnerChange = z.infer<typeof OwnerChange>;

/** The last call that wrote or removed an instance's Owner, from CloudTrail records; null if there is none. */
export const findOwnerChange = (
  records: readonly unknown[],
  instanceId: string,
  ownerKey: string,
): OwnerChange | null => {
  const calls = records.flatMap((record) => {
    const { success, data } = z.safeParse(TagCall, record);
    if (!success) return [];
    const { resourcesSet, tagSet } = data.requestParameters;
    const keys = tagSet?.items?.map(({ key }) => key?.toLowerCase()) ?? [];
    const isOfOwner =
      keys.includes(ownerKey.toLowerCase()) || (keys.length === 0 && data.eventName === 'DeleteTags');
    return isOfOwner && resourcesSet.items.some(({ resourceId }) => resourceId === instanceId) ? [data] : [];
  });
  const [last] = calls.sort((a, b) => Date.parse(b.eventTime) - Date.parse(a.eventTime));
  return last
    ? { caller: identityOf(last.userIdentity, last.sessionCredentialFromConsole), at: last.eventTime }
    : null;
};
