import * as z from 'zod';
import type { CallerTable, SessionTable } from '../../lambdas/aws/launcher-tables.ts';
import type { UserTable } from '../../lambdas/aws/user-table.ts';
import { HOUR_MS } from '../../lambdas/domain/instant.ts';
import { DirectoryUser, namedAlike, User } from '../../lambdas/domain/launcher/directory.ts';
import { Identity } from '../../lambdas/domain/record/identity.ts';
import { Session } from '../../lambdas/domain/record/session.ts';
import type { TableAccess } from './tables.ts';

/** Sessions in the embedded table. They expire as in lambdas/aws/launcher-tables.ts. */
export const sessionTable = (open: TableAccess): SessionTable => {
  const partition = (accessKeyId: string): string => `session#${accessKeyId}`;
  const alike = (id: string): string => `session-id#${id}`;
  return {
    find: async (accessKeyId) => {
      const pk = partition(accessKeyId);
      return z.parse(z.nullable(Session), open('GetItem', pk).get(pk, 'session') ?? null);
    },
    findAlike: async (id, startedAt) => {
      const pk = alike(id);
      const prefix = startedAt === null ? '' : `${startedAt}#`;
      return z.parse(z.array(Session), open('Query', pk).query(pk, prefix));
    },
    save: async (session) => {
      const { accessKeyId, assumedRoleId, arn, eventTime } = session;
      const keys = [
        { pk: partition(accessKeyId), sk: 'session' },
        ...[assumedRoleId, arn].flatMap((id) =>
          id ? [{ pk: alike(id), sk: `${eventTime}#${accessKeyId}` }] : [],
        ),
      ];
      for (const { pk, sk } of keys) {
        const table = open('PutItem', pk);
        if (session.caller.type === 'AWSAccount' && table.get(pk, sk) !== undefined) continue;
        table.put(pk, sk, session, Date.now() + 13 * HOUR_MS);
      }
    },
  };
};

export const callerTable = (open: TableAccess): CallerTable => {
  const partition = (of: string): string => `launch-caller#${of}`;
  return {
    wasAsked: async (of) => {
      const pk = partition(of);
      return open('GetItem', pk).get(pk, 'launch-caller') !== undefined;
    },
    find: async (of) => {
      const pk = partition(of);
      return z.parse(z.nullable(Identity), open('GetItem', pk).get(pk, 'launch-caller') ?? null);
    },
    save: async (of, caller) => {
      const pk = partition(of);
      const hours = caller === null ? 1 : 24;
      open('PutItem', pk).put(pk, 'launch-caller', caller, Date.now() + hours * HOUR_MS);
    },
  };
};

const BY_NAME = 'user';
const BY_ID = 'user-id';

const userOf = (content: unknown): User | null => z.parse(z.nullable(User), content ?? null);

/** The users of the directory in the embedded table. */
export const userTable = (open: TableAccess): UserTable => {
  const byName = (userName: string): User | null => userOf(open('GetItem', BY_NAME).get(BY_NAME, userName));
  const all = (): DirectoryUser[] => z.parse(z.array(DirectoryUser), open('Query', BY_NAME).query(BY_NAME));
  return {
    byName: async (userName) => byName(userName),
    byNameInAnyCase: async (userName) => {
      const [user, ...others] = namedAlike(all(), userName);
      return others.length === 0 ? (user ?? null) : null;
    },
    byId: async (userId) => userOf(open('GetItem', BY_ID).get(BY_ID, userId)),
    all: async () => all(),
    some: async (passes) => all().some(({ userName }) => passes(userName)),
    save: async (user) => {
      const { userName, userId } = user;
      open('PutItem', BY_ID).put(BY_ID, userId, { userName, userId });
      open('PutItem', BY_NAME).put(BY_NAME, userName, user);
    },
    replaceAskedAt: async (user, askedAt) => {
      const table = open('UpdateItem', BY_NAME);
      const kept = z.parse(z.nullable(DirectoryUser), table.get(BY_NAME, user.userName) ?? null);
      if (kept?.userId !== user.userId || kept.askedAt !== user.askedAt) return false;
      table.put(BY_NAME, user.userName, { ...kept, askedAt });
      return true;
    },
    remove: async ({ userName, userId }) => {
      const ids = open('DeleteItem', BY_ID);
      if (userOf(ids.get(BY_ID, userId))?.userName === userName) ids.delete(BY_ID, userId);
      const names = open('DeleteItem', BY_NAME);
      if (userOf(names.get(BY_NAME, userName))?.userId === userId) names.delete(BY_NAME, userName);
    },
  };
};
