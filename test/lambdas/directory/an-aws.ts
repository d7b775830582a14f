import type { PersonTopics, Readers } from '../../../lambdas/aws/topics.ts';
import type { UserTable } from '../../../lambdas/aws/user-table.ts';
import type { DirectoryUser, User } from '../../../lambdas/domain/launcher/directory.ts';

/** The table and SNS of a directory. `breakAt` is a call that fails, such as `subscribe bob@ucsc.edu`. */
export const anAws = () => {
  const table = new Map<string, DirectoryUser>();
  const ids = new Map<string, User>();
  const readers = new Map<string, Readers>();
  const calls: string[] = [];
  const breakAt = new Set<string>();
  const call = (name: string): void => {
    calls.push(name);
    if (breakAt.has(name)) throw new Error(`broken at ${name}`);
  };
  const users: UserTable = {
    byNameInAnyCase: async () => null,
    byName: async (userName) => table.get(userName) ?? null,
    byId: async (userId) => ids.get(userId) ?? null,
    all: async () => [...table.values()],
    some: async (passes) => [...table.keys()].some(passes),
    save: async (user) => {
      call(`keep ${user.userName}`);
      ids.set(user.userId, { userName: user.userName, userId: user.userId });
      table.set(user.userName, user);
    },
    replaceAskedAt: async (user, askedAt) => {
      const there = table.get(user.userName);
      if (there?.userId !== user.userId || there.askedAt !== user.askedAt) return false;
      table.set(user.userName, { ...there, askedAt });
      return true;
    },
    remove: async ({ userName, userId }) => {
      call(`forget ${userName}`);
      if (ids.get(userId)?.userName === userName) ids.delete(userId);
      if (table.get(userName)?.userId === userId) table.delete(userName);
    },
  };
  const topics: PersonTopics = {
    create: async (topicArn) => {
      call('create');
      readers.set(topicArn, readers.get(topicArn) ?? 'none');
    },
    readersOf: async (topicArn) => readers.get(topicArn) ?? 'none',
    subscribe: async (topicArn, address) => {
      call(`subscribe ${address}`);
      if (!readers.has(topicArn)) throw new Error(`no topic ${topicArn}`);
      readers.set(topicArn, 'pending');
    },
    remove: async (topicArn) => {
      call('remove topic');
      readers.delete(topicArn);
    },
  };
  const asked = () => calls.filter((name) => name.startsWith('subscribe'));
  return { users, topics, table, ids, readers, breakAt, calls, asked };
};
