import * as z from 'zod/mini';
import type { PersonTopics } from '../aws/topics.ts';
import type { ListUsers, UserTable } from '../aws/user-table.ts';
import { DirectoryIncomplete } from '../domain/errors.ts';
import { iso } from '../domain/instant.ts';
import {
  type DirectoryPlan,
  type DirectoryUser,
  type Person,
  planDirectory,
} from '../domain/launcher/directory.ts';
import type { Log } from '../log.ts';

/** The environment of `directory`. */
export const DirectoryEnvironment = z.object({
  TABLE_NAME: z.string(),
  /** The role in the gateway account that may list its users. */
  DIRECTORY_ROLE_NAME: z.string(),
  GATEWAY_ACCOUNT_ID: z.string(),
  /** The ARN of every person's topic, without the part that is made of the person's name. */
  PERSON_TOPIC_ARN_PREFIX: z.string(),
});
export type DirectoryEnvironment = z.infer<typeof DirectoryEnvironment>;

export type DirectoryClients = {
  readonly listUsers: ListUsers;
  readonly users: UserTable;
  readonly topics: PersonTopics;
  readonly log: Log;
};

/**
 * Updates the directory from the users of the gateway account. It ignores the event, which is an hourly schedule or a
 * batch of changes. So it does not matter if events come in another order, get lost, or are repeated.
 */
export const createHandler =
  (
    { GATEWAY_ACCOUNT_ID, PERSON_TOPIC_ARN_PREFIX }: DirectoryEnvironment,
    { listUsers, ...directory }: DirectoryClients,
  ) =>
  async (): Promise<void> => {
    const { users, log } = directory;
    const now = new Date();
    // In this order: a user whom another run saves meanwhile is in the later list, and is not taken for removed.
    const known = await users.all();
    const listed = await listUsers();
    if (listed.length === 0) log.warn('no-users', { gatewayAccountId: GATEWAY_ACCOUNT_ID });
    await carryOut(planDirectory(listed, known, PERSON_TOPIC_ARN_PREFIX, now), directory, now);
    log.info('directory-updated', { users: listed.length });
  };

type Directory = { readonly users: UserTable; readonly topics: PersonTopics; readonly log: Log };

/**
 * Carries out a plan, user by user. A user that fails does not stop the others. Another run, with a newer list, may
 * have acted meanwhile: what it did is kept.
 *
 * @throws DirectoryIncomplete naming the users that failed
 */
const carryOut = async (
  { toSave, toInvite, toRemove }: DirectoryPlan,
  { users, topics, log }: Directory,
  now: Date,
): Promise<void> => {
  const failed: { readonly userName: string; readonly error: unknown }[] = [];
  const forEach = async <Of extends DirectoryUser>(
    those: readonly Of[],
    act: (user: Of) => Promise<void>,
  ) => {
    for (const user of those) {
      await act(user).catch((error: unknown) => {
        const { userName } = user;
        log.error('user-not-updated', { userName, error });
        failed.push({ userName, error });
      });
    }
  };

  const invite = async (user: Person): Promise<void> => {
    if ((await topics.readersOf(user.topicArn)) !== 'none') return;
    await topics.create(user.topicArn);
    // Saved first: if this run stops here, or another one runs at the same time, the user is not asked twice.
    const asked = { ...user, askedAt: iso(now) };
    if (!(await users.replaceAskedAt(user, asked.askedAt))) return;
    try {
      await topics.subscribe(user.topicArn, user.userName);
    } catch (error) {
      await users.replaceAskedAt(asked, user.askedAt);
      throw error;
    }
    log.info('subscription-requested', { userName: user.userName });
  };

  /** Whether the name is still saved as this user's. */
  const isKnown = async ({ userName, userId }: DirectoryUser): Promise<boolean> =>
    (await users.byName(userName))?.userId === userId;

  // A user is saved before the topic exists, and removed after it. So the next run finds what an unfinished run left.
  await forEach(toSave, async (user) => {
    // Saved again, the user would lose the time at which another run asked them.
    if (await isKnown(user)) return;
    await users.save(user);
    log.info('user-stored', { user });
  });
  await forEach(toInvite, invite);
  await forEach(toRemove, async (user) => {
    // If the name is now another user's, so is the topic.
    if (user.topicArn !== null && (await isKnown(user))) {
      // Saved first: if this run stops here, a new user of this name is asked again.
      await users.replaceAskedAt(user, null);
      await topics.remove(user.topicArn);
    }
    await users.remove(user);
    log.info('user-removed', { user });
  });
  if (failed.length > 0) {
    throw new DirectoryIncomplete(
      failed.map(({ userName }) => userName),
      failed.map(({ error }) => error),
    );
  }
};
