import * as z from 'zod';
import type { LaunchCallerTable, SessionTable } from '../../lambdas/aws/launcher-tables.ts';
import type { SentMailTable } from '../../lambdas/aws/mail-tables.ts';
import { Published } from '../../lambdas/domain/mail.ts';
import { Identity } from '../../lambdas/domain/record/identity.ts';
import { Session } from '../../lambdas/domain/record/session.ts';
import type { TableAccess } from './table-access.ts';

const HOUR_MS = 3_600_000;

/** As the embedded table keeps them: so long as lambdas/aws/launcher-tables.ts says. */
export const sessionTable = (open: TableAccess): SessionTable => {
  const partition = (accessKeyId: string): string => `session#${accessKeyId}`;
  return {
    find: async (accessKeyId) => {
      const pk = partition(accessKeyId);
      return z.parse(z.nullable(Session), open('GetItem', pk).get(pk, 'session') ?? null);
    },
    keep: async (session) => {
      const pk = partition(session.accessKeyId);
      const table = open('PutItem', pk);
      if (session.caller.type === 'AWSAccount' && table.get(pk, 'session') !== undefined) return;
      table.put(pk, 'session', session, Date.now() + 13 * HOUR_MS);
    },
  };
};

export const launchCallerTable = (open: TableAccess): LaunchCallerTable => {
  const partition = (instanceId: string): string => `launch-caller#${instanceId}`;
  return {
    find: async (instanceId) => {
      const pk = partition(instanceId);
      return z.parse(z.nullable(Identity), open('GetItem', pk).get(pk, 'launch-caller') ?? null);
    },
    keep: async (instanceId, caller) => {
      const pk = partition(instanceId);
      open('PutItem', pk).put(pk, 'launch-caller', caller, Date.now() + 24 * HOUR_MS);
    },
  };
};

export const sentMailTable = (open: TableAccess): SentMailTable => {
  const partition = (id: string): string => `mail#${id}`;
  return {
    find: async (id) => {
      const pk = partition(id);
      return z.parse(z.nullable(Published), open('GetItem', pk).get(pk, 'mail') ?? null);
    },
    keep: async (id, published) => {
      const pk = partition(id);
      open('PutItem', pk).put(pk, 'mail', published, Date.now() + 24 * HOUR_MS);
    },
  };
};
