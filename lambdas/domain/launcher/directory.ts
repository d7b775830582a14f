import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { TooManyUsersGone } from '../errors.ts';
import { DAY_MS } from '../instant.ts';

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

/**
 * The users whose names differ from this one in case at most. IAM takes such names for the same within an account:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html
 */
export const namedAlike = (users: readonly DirectoryUser[], userName: string): User[] =>
  users
    .filter((user) => user.userName.toLowerCase() === userName.toLowerCase())
    .map(({ userName: name, userId }) => ({ userName: name, userId }));

/** The changes, in this order, after which the directory holds the users that exist. */
export type DirectoryPlan = {
  /** New users, and those with a new name or id. */
  readonly toSave: DirectoryUser[];
  /**
   * People with a topic whom SNS was not asked to subscribe within a week, or was asked to an hour or two ago.
   * They are invited if the topic has no subscription, confirmed or not.
   */
  readonly toInvite: Person[];
  /** Users who are gone or renamed; `topicArn` is null if another user has the topic now. */
  readonly toRemove: DirectoryUser[];
};

/** A user with a topic. */
export type Person = DirectoryUser & { readonly topicArn: string };

const isPerson = (user: DirectoryUser): user is Person => user.topicArn !== null;

/** A subscription that nobody confirms expires after three days. It is renewed no sooner than this. */
const INVITE_EVERY_MS = 7 * DAY_MS;

/**
 * A run may break off after it has saved `askedAt`, and before it asks SNS. The next hour's run makes up for
 * that.
 */
const INTERRUPTED_MS = { from: 10 * 60_000, until: 130 * 60_000 } as const;

const isToInvite = ({ askedAt }: DirectoryUser, now: Date): boolean => {
  if (askedAt === null) return true;
  const age = now.getTime() - Date.parse(askedAt);
  return age >= INVITE_EVERY_MS || (age >= INTERRUPTED_MS.from && age < INTERRUPTED_MS.until);
};

/** If more users than this are gone at once, and more than a fifth of all, IAM's list is taken to be wrong. */
const MAX_GONE = 10;
const FIFTH = 5;

/**
 * Compares the users of the gateway account with those in the directory.
 *
 * @throws TooManyUsersGone if the list is empty, has none of the (two or more) users in the directory, or lacks more than
 * a fifth and more than ten of them: their subscriptions would be deleted
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
    // A user who was deleted and created again under the same name has the same address, and was asked there.
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

/** Whether a user's name is an address that SNS can send mail to. Only such a person has a topic and gets mails. */
export const isAddress = (userName: string): boolean => z.safeParse(z.email(), userName).success;

/** In characters. An IAM user name has at most 64, a topic's name at most 256. */
const MAX_READABLE = 64;

/**
 * The name of a person's topic, after the prefix. It is readable, and differs for user names that differ in a
 * single character or in case only.
 * https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
 */
export const personTopic = (userName: string): string => {
  const readable = userName.replace(/[^\w-]/g, '-').slice(0, MAX_READABLE);
  return `${readable}-${createHash('sha256').update(userName).digest('hex').slice(0, 20)}`;
};
