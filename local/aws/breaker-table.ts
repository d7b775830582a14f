import * as z from 'zod';
import type { BreakerTable } from '../../lambdas/aws/breaker-table.ts';
import type { OwnerChangeTable } from '../../lambdas/aws/launcher-tables.ts';
import { BreakerRecord, JoinedInstance, NOTHING_COUNTED } from '../../lambdas/domain/breaker/record.ts';
import { DAY_MS } from '../../lambdas/domain/instant.ts';
import { OwnerChange } from '../../lambdas/domain/launcher/look-up.ts';
import type { TableAccess } from './tables.ts';

/** The breaker's records in the embedded table. It has one writer at a time, so that no conditional write fails. */
export const breakerTable = (open: TableAccess): BreakerTable => {
  const partition = (accountId: string): string => `breaker#${accountId}`;
  const members = (groupId: string): string => `held-by#${groupId}`;
  const read = (accountId: string): BreakerRecord => {
    const pk = partition(accountId);
    return (
      z.parse(z.nullable(BreakerRecord), open('GetItem', pk).get(pk, 'breaker') ?? null) ?? NOTHING_COUNTED
    );
  };
  return {
    read: async (accountId) => read(accountId),
    update: async (accountId, change) => {
      const before = read(accountId);
      const { record, result } = change(before);
      const pk = partition(accountId);
      if (record !== before) open('PutItem', pk).put(pk, 'breaker', record);
      return result;
    },
    join: async (groupId, instances) => {
      const pk = members(groupId);
      for (const one of instances) {
        const table = open('PutItem', pk);
        if (table.get(pk, one.instanceId) === undefined) table.put(pk, one.instanceId, one);
      }
    },
    saveLauncher: async (groupId, instances, { userName, description }) => {
      const pk = members(groupId);
      for (const { instanceId, name } of instances) {
        const table = open('UpdateItem', pk);
        const kept = z.parse(z.nullable(JoinedInstance), table.get(pk, instanceId) ?? null);
        table.put(pk, instanceId, {
          ...kept,
          instanceId,
          launcher: (userName === null && kept?.launcher) || { userName, description },
          name,
          isSettled: false,
        });
      }
    },
    saveSettled: async (groupId, instanceIds) => {
      const pk = members(groupId);
      for (const instanceId of instanceIds) {
        const table = open('UpdateItem', pk);
        const kept = z.parse(z.nullable(JoinedInstance), table.get(pk, instanceId) ?? null);
        table.put(pk, instanceId, { ...kept, instanceId, isSettled: true });
      }
    },
    joined: async (groupId) => {
      const pk = members(groupId);
      return z.parse(z.array(JoinedInstance), open('Query', pk).query(pk));
    },
  };
};

export const ownerChangeTable = (open: TableAccess): OwnerChangeTable => {
  const partition = (instanceId: string): string => `owner-change#${instanceId}`;
  return {
    find: async (instanceId) => {
      const pk = partition(instanceId);
      return z.parse(z.nullable(OwnerChange), open('GetItem', pk).get(pk, 'owner-change') ?? null);
    },
    save: async (instanceId, change) => {
      const pk = partition(instanceId);
      open('PutItem', pk).put(pk, 'owner-change', change, Date.now() + DAY_MS);
    },
  };
};
