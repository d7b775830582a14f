import type { PersonTopics } from '../aws/topics.ts';
import type { UserTable } from '../aws/user-table.ts';
import { DirectoryIncomplete } from '../domain/errors.ts';
import { iso } from '../domain/instant.ts';
import type { DirectoryPlan, KeptUser, Person } from '../domain/launcher/directory.ts';
import type { Log } from '../log.ts';

type Directory = { readonly users: UserTable; readonly topics: PersonTopics; readonly log: Log };

/**
 * Carries out a plan, user by user. One that fails does not stop the others. Another run may have gone on meanwhile, with
 * a younger list: what it did is left as it is.
 *
 * @throws DirectoryIncomplete naming those that failed
 */
export const carryOut = async (
  { toKeep, toAsk, toRemove }: DirectoryPlan,
  { users, topics, log }: Directory,
  now: Date,
): Promise<void> => {
  const failed: { readonly userName: string; readonly error: unknown }[] = [];
  const forEach = async <Of extends KeptUser>(those: readonly Of[], act: (user: Of) => Promise<void>) => {
    for (const user of those) {
      await act(user).catch((error: unknown) => {
        const { userName } = user;
        log.error('user not up to date', { userName, error });
        failed.push({ userName, error });
      });
    }
  };

  const ask = async (user: Person): Promise<void> => {
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
    log.info('asked to subscribe', { userName: user.userName });
  };

  /** Whether the name is kept as this user's, as of now. */
  const isKept = async ({ userName, userId }: KeptUser): Promise<boolean> =>
    (await users.byName(userName))?.userId === userId;

  // Kept before there is a topic, and removed after it: what a run that breaks off leaves, the next one finds.
  await forEach(toKeep, async (user) => {
    // Kept twice, it would be forgotten when the other run asked.
    if (await isKept(user)) return;
    await users.keep(user);
    log.info('user kept', { user });
  });
  await forEach(toAsk, ask);
  await forEach(toRemove, async (user) => {
    // Somebody who was made anew under the name reads the topic.
    if (user.topicArn !== null && (await isKept(user))) await topics.remove(user.topicArn);
    await users.remove(user);
    log.info('user removed', { user });
  });
  if (failed.length > 0) {
    throw new DirectoryIncomplete(
      failed.map(({ userName }) => userName),
      failed.map(({ error }) => error),
    );
  }
};
