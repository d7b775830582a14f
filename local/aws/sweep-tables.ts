import * as z from 'zod';
import type { SetAsideTable } from '../../lambdas/aws/set-aside-table.ts';
import type { SweptTable } from '../../lambdas/aws/swept-table.ts';
import type { TableAccess } from './table-access.ts';

const DAY_MS = 24 * 3_600_000;
const KEPT_MS = { stopped: 30 * DAY_MS, held: DAY_MS } as const;

/** As the embedded table keeps them: so long as lambdas/aws/set-aside-table.ts says. */
export const setAsideTable = (open: TableAccess): SetAsideTable => ({
  keep: async (kind, instanceIds) => {
    for (const instanceId of instanceIds) {
      const pk = `${kind}#${instanceId}`;
      open('PutItem', pk).put(pk, kind, {}, Date.now() + KEPT_MS[kind]);
    }
  },
  find: async (kind, instanceIds) =>
    instanceIds.filter((instanceId) => {
      const pk = `${kind}#${instanceId}`;
      return open('GetItem', pk).get(pk, kind) !== undefined;
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
      open('PutItem', pk).put(pk, 'swept', { times }, Date.now() + DAY_MS);
    },
  };
};
