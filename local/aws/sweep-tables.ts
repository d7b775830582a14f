import * as z from 'zod';
import {
  COUNT_RETENTION_MS,
  NOTE_RETENTION_MS,
  REPAIRS_RETENTION_MS,
  type RepairTable,
  type SweepCountTable,
  type SweepNoteTable,
} from '../../lambdas/aws/sweep-tables.ts';
import type { TableAccess } from './tables.ts';

/** The sweep's notes in the embedded table. */
export const sweepNoteTable = (open: TableAccess): SweepNoteTable => ({
  save: async (kind, instanceIds) => {
    for (const instanceId of instanceIds) {
      const pk = `${kind}#${instanceId}`;
      open('PutItem', pk).put(pk, kind, {}, Date.now() + NOTE_RETENTION_MS[kind]);
    }
  },
  find: async (kind, instanceIds) =>
    instanceIds.filter((instanceId) => {
      const pk = `${kind}#${instanceId}`;
      return open('GetItem', pk).get(pk, kind) !== undefined;
    }),
});

const Times = z.object({ times: z.number() });

export const sweepCountTable = (open: TableAccess): SweepCountTable => {
  const partition = (instanceId: string): string => `swept#${instanceId}`;
  return {
    times: async (instanceId) => {
      const pk = partition(instanceId);
      return z.nullable(Times).parse(open('GetItem', pk).get(pk, 'swept') ?? null)?.times ?? 0;
    },
    save: async (instanceId, times) => {
      const pk = partition(instanceId);
      open('PutItem', pk).put(pk, 'swept', { times }, Date.now() + COUNT_RETENTION_MS);
    },
  };
};

const Checks = z.object({ checks: z.array(z.string()) });

export const repairTable = (open: TableAccess): RepairTable => {
  const partition = (instanceId: string): string => `repaired#${instanceId}`;
  return {
    find: async (instanceId) => {
      const pk = partition(instanceId);
      return z.nullable(Checks).parse(open('GetItem', pk).get(pk, 'repaired') ?? null)?.checks ?? [];
    },
    save: async (instanceId, checks) => {
      const pk = partition(instanceId);
      open('PutItem', pk).put(pk, 'repaired', { checks }, Date.now() + REPAIRS_RETENTION_MS);
    },
  };
};
