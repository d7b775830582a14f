import * as z from 'zod/mini';
import { newDynamo } from './new-dynamo.ts';
import { table } from './table.ts';

/** How often sweeps count as having begun a grace period for an instance, until a day has passed since it was kept. */
export type SweptTable = {
  times(instanceId: string): Promise<number>;
  keep(instanceId: string, times: number): Promise<void>;
};

export const SWEPT_MS = 24 * 3_600_000;

const keyOf = (instanceId: string) => ({ pk: `swept#${instanceId}`, sk: 'swept' });

export const sweptTable = (tableName: string, dynamo = newDynamo()): SweptTable => {
  const { find, keep } = table(tableName, dynamo);
  return {
    times: async (instanceId) => (await find(keyOf(instanceId), z.object({ times: z.number() })))?.times ?? 0,
    keep: (instanceId, times) => keep(keyOf(instanceId), { times }, Date.now() + SWEPT_MS),
  };
};
