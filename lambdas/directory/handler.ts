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
  /** The ARN of every person's topic, up to what the person's name makes of it. */
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
 * Brings the directory up to date with the users of the gateway account, whatever the event is: the hour, or a batch of
 * changes. So their order, and a loss or a repetition, do not matter.
 */
export const createHandler =
  (
    { GATEWAY_ACCOUNT_ID, PERSON_TOPIC_ARN_PREFIX }: DirectoryEnvironment,
    { listUsers, ...directory }: DirectoryClients,
  ) =>
  async (): Promise<void> => {
    const { users, log } = directory;
    const now = new Date();
    // In this order: whom another run keeps meanwhile is in the list, and is not taken for gone.
    const known = await users.all();
    const listed = await listUsers();
    if (listed.length === 0) log.warn('no-users', { gatewayAccountId: GATEWAY_ACCOUNT_ID });
    await carryOut(planDirectory(listed, known, PERSON_TOPIC_ARN_PREFIX, now), directory, now);
    log.info('directory-updated', { users: listed.length });
  };

type Directory = { readonly users: UserTable; readonly topics: PersonTopics; readonly log: Log };

/**
 * Carries out a plan, user by user. One that fails does not stop the others. Another run may have gone on meanwhile, with
 * a younger list: what it did is left as it is.
 *
 * @throws DirectoryIncomplete naming those that failed
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
    // Said first: a run that breaks off, or another at the same time, never asks twice.
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

  /** Whether the name is kept as this user's, as of now. */
  const isKnown = async ({ userName, userId }: DirectoryUser): Promise<boolean> =>
    (await users.byName(userName))?.userId === userId;

  // Kept before there is a topic, and removed after it: what a run that breaks off leaves, the next one finds.
  await forEach(toSave, async (user) => {
    // Kept twice, it would be forgotten when the other run asked.
    if (await isKnown(user)) return;
    await users.save(user);
    log.info('user-stored', { user });
  });
  await forEach(toInvite, invite);
  await forEach(toRemove, async (user) => {
    // Somebody who was made anew under the name reads the topic.
    if (user.topicArn !== null && (await isKnown(user))) {
      // Said first: should this run break off, whoever is made anew under the name is asked again.
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
