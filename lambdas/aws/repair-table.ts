import * as z from 'zod/mini';
import { newDynamo } from './new-dynamo.ts';
import { table } from './table.ts';

/** On which checks this service wrote an Owner on an instance, or gave that up: a tool may change it back each time. */
export type RepairTable = {
  find(instanceId: string): Promise<readonly string[]>;
  keep(instanceId: string, checks: readonly string[]): Promise<void>;
};

/** What writes tags once a night is found out too. */
export const REPAIRS_KEPT_MS = 30 * 24 * 3_600_000;

const keyOf = (instanceId: string) => ({ pk: `repaired#${instanceId}`, sk: 'repaired' });

export const repairTable = (tableName: string, dynamo = newDynamo()): RepairTable => {
  const { find, keep } = table(tableName, dynamo);
  return {
    find: async (instanceId) =>
      (await find(keyOf(instanceId), z.object({ checks: z.array(z.string()) })))?.checks ?? [],
    keep: (instanceId, checks) =>
      keep(keyOf(instanceId), { checks: [...checks] }, Date.now() + REPAIRS_KEPT_MS),
  };
};
