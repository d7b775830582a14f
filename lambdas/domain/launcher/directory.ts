import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { TooManyUsersGone } from '../errors.ts';

/** An IAM user of the gateway account. */
export const User = z.object({ userName: z.string(), userId: z.string() });
export type User = z.infer<typeof User>;

/** A user as the directory keeps it. */
export const DirectoryUser = z.extend(User, {
  /** ARN of the person's topic; null for a user whose name is no address. */
  topicArn: z.nullable(z.string()),
  /** When SNS was last asked to subscribe the person, ISO 8601 UTC; null if never. */
  askedAt: z.nullable(z.string()),
});
export type DirectoryUser = z.infer<typeof DirectoryUser>;

/** What is to be done, in this order, so that the directory holds the users there are. */
export type DirectoryPlan = {
  /** New users, and those with a new name or id. */
  readonly toSave: DirectoryUser[];
  /** Of all persons with a topic, those whom SNS was not asked for within a week, or an hour or two ago: asked now if nobody reads the topic, or was asked to. */
  readonly toInvite: Person[];
  /** Users who are gone or renamed; `topicArn` is null where somebody who is there has the topic. */
  readonly toRemove: DirectoryUser[];
};

/** A user with a topic. */
export type Person = DirectoryUser & { readonly topicArn: string };

const isPerson = (user: DirectoryUser): user is Person => user.topicArn !== null;

const DAY_MS = 24 * 3_600_000;

/** A subscription that nobody confirms is gone after three days: it is renewed no sooner than this. */
const INVITE_EVERY_MS = 7 * DAY_MS;

/** A run that breaks off between saying that it asks and asking has asked nobody: the next hour's looks once more. */
const INTERRUPTED_MS = { from: 10 * 60_000, until: 130 * 60_000 } as const;

const isToInvite = ({ askedAt }: DirectoryUser, now: Date): boolean => {
  if (askedAt === null) return true;
  const age = now.getTime() - Date.parse(askedAt);
  return age >= INVITE_EVERY_MS || (age >= INTERRUPTED_MS.from && age < INTERRUPTED_MS.until);
};

/** So many may go at once, and a fifth of all: more is taken for a wrong answer. */
const MAX_GONE = 10;
const FIFTH = 5;

/**
 * Compares the users of the gateway account with those kept.
 *
 * @throws TooManyUsersGone when nobody is left, none of those kept is, or more than a fifth (and more than ten) are gone:
 * their subscriptions would be
 */
export const planDirectory = (
  users: readonly User[],
  known: readonly DirectoryUser[],
  topicArnPrefix: string,
  now: Date,
): DirectoryPlan => {
  const ids = new Set(users.map(({ userId }) => userId));
  const gone = known.filter(({ userId }) => !ids.has(userId)).length;
  const isEveryone = gone === known.length && known.length > 1;
  const isMany = gone > MAX_GONE && gone * FIFTH > known.length;
  const tooMany = isEveryone || isMany || (users.length === 0 && known.length > 0);
  if (tooMany) throw new TooManyUsersGone(gone, known.length);

  const keptByName = new Map(known.map((user) => [user.userName, user]));
  const current = users.map(({ userName, userId }): DirectoryUser => {
    const before = keptByName.get(userName);
    if (before?.userId === userId) return before;
    const topicArn = isAddress(userName) ? `${topicArnPrefix}${personTopic(userName)}` : null;
    // One who was removed and made again under the same name has the address, and was asked at it.
    return { userName, userId, topicArn, askedAt: before?.askedAt ?? null };
  });
  const names = new Map(users.map(({ userName, userId }) => [userName, userId]));
  return {
    toSave: current.filter((user) => keptByName.get(user.userName) !== user),
    toInvite: current.filter(isPerson).filter((user) => isToInvite(user, now)),
    toRemove: known
      .filter(({ userName, userId }) => names.get(userName) !== userId)
      .map((user) => (names.has(user.userName) ? { ...user, topicArn: null } : user)),
  };
};

/**
 * Whether a user's name is an address that SNS can be asked to write to: only then has the person a topic, and can be
 * mailed.
 */
export const isAddress = (userName: string): boolean => z.safeParse(z.email(), userName).success;

/** SNS takes 256 characters; an address is at most 64 of them, as IAM's user names are. */
const MAX_READABLE = 64;

/**
 * What a person's name makes of the name of their topic, after the prefix: readable, and distinct for names that differ
 * in a single character, or in case alone.
 * https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
 */
export const personTopic = (userName: string): string => {
  const readable = userName.replace(/[^\w-]/g, '-').slice(0, MAX_READABLE);
  return `${readable}-${createHash('sha256').update(userName).digest('hex').slice(0, 20)}`;
};
