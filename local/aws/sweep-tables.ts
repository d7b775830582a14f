import * as z from 'zod';
import {
  KEPT_MS,
  REPAIRS_KEPT_MS,
  type RepairTable,
  type SetAsideTable,
  SWEPT_MS,
  type SweptTable,
} from '../../lambdas/aws/sweep-tables.ts';
import type { TableAccess } from './tables.ts';

/** As the embedded table keeps them. */
export const setAsideTable = (open: TableAccess): SetAsideTable => ({
  keep: async (mark, instanceIds) => {
    for (const instanceId of instanceIds) {
      const pk = `${mark}#${instanceId}`;
      open('PutItem', pk).put(pk, mark, {}, Date.now() + KEPT_MS[mark]);
    }
  },
  find: async (mark, instanceIds) =>
    instanceIds.filter((instanceId) => {
      const pk = `${mark}#${instanceId}`;
      return open('GetItem', pk).get(pk, mark) !== undefined;
    }),
});

const Times = z.object({ times: z.number() });

export const sweptTable = (open: TableAccess): SweptTable => {
  const partition = (instanceId: string): string => `swept#${instanceId}`;
  return {
    times: async (instanceId) => {
      const pk = partition(instanceId);
      return z.nullable(Times).parse(open('GetItem', pk).get(pk, 'swept') ?? null)?.times ?? 0;
    },
    keep: async (instanceId, times) => {
      const pk = partition(instanceId);
      open('PutItem', pk).put(pk, 'swept', { times }, Date.now() + SWEPT_MS);
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
    keep: async (instanceId, checks) => {
      const pk = partition(instanceId);
      open('PutItem', pk).put(pk, 'repaired', { checks }, Date.now() + REPAIRS_KEPT_MS);
    },
  };
};
