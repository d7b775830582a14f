import * as z from 'zod/mini';
import type { Mark } from '../domain/sweep/memory.ts';
import { newDynamo, table } from './table.ts';

/** Instances that a grace period left alive, and why. It tells a sweep what it finds, and decides no end. */
export type SetAsideTable = {
  keep(mark: Mark, instanceIds: readonly string[]): Promise<void>;
  /** Those of the instances that are kept as this. */
  find(mark: Mark, instanceIds: readonly string[]): Promise<string[]>;
};

const DAY_MS = 24 * 3_600_000;

/**
 * Stopped: so long its launcher may take to claim it before it is warned of anew. Held: a day; whoever
 * pauses for longer finds what was held among the sweep's finds, and its breaker open perhaps. Kept longer, it would take
 * instances out of the breaker's count that have nothing to do with the pause. Exempt and
 * reported: until a sweep, a day later, has it found out again. Noticed: for good, as far as administrators care.
 */
export const KEPT_MS: Readonly<Record<Mark, number>> = {
  stopped: 30 * DAY_MS,
  held: DAY_MS,
  exempt: 2 * DAY_MS,
  reported: 2 * DAY_MS,
  noticed: 365 * DAY_MS,
};

/** Calls at a time: a launch of 1,000 instances is kept within a second or two. */
const AT_ONCE = 50;

const setAsideKey = (mark: Mark, instanceId: string) => ({ pk: `${mark}#${instanceId}`, sk: mark });

export const setAsideTable = (tableName: string, dynamo = newDynamo()): SetAsideTable => {
  const { find, keep } = table(tableName, dynamo);

  const inTurns = async <Result>(
    instanceIds: readonly string[],
    call: (instanceId: string) => Promise<Result>,
  ): Promise<Result[]> => {
    const results: Result[] = [];
    for (let start = 0; start < instanceIds.length; start += AT_ONCE) {
      results.push(...(await Promise.all(instanceIds.slice(start, start + AT_ONCE).map(call))));
    }
    return results;
  };

  return {
    keep: async (mark, instanceIds) => {
      const until = Date.now() + KEPT_MS[mark];
      await inTurns(instanceIds, (instanceId) => keep(setAsideKey(mark, instanceId), {}, until));
    },
    find: async (mark, instanceIds) => {
      const found = await inTurns(instanceIds, async (instanceId) =>
        (await find(setAsideKey(mark, instanceId), z.object({}))) ? [instanceId] : [],
      );
      return found.flat();
    },
  };
};

/** How often sweeps count as having begun a grace period for an instance, until a day has passed since it was kept. */
export type SweptTable = {
  times(instanceId: string): Promise<number>;
  keep(instanceId: string, times: number): Promise<void>;
};

export const SWEPT_MS = 24 * 3_600_000;

const sweptKey = (instanceId: string) => ({ pk: `swept#${instanceId}`, sk: 'swept' });

export const sweptTable = (tableName: string, dynamo = newDynamo()): SweptTable => {
  const { find, keep } = table(tableName, dynamo);
  return {
    times: async (instanceId) =>
      (await find(sweptKey(instanceId), z.object({ times: z.number() })))?.times ?? 0,
    keep: (instanceId, times) => keep(sweptKey(instanceId), { times }, Date.now() + SWEPT_MS),
  };
};

/** On which checks this service wrote an Owner on an instance, or gave that up: a tool may change it back each time. */
export type RepairTable = {
  find(instanceId: string): Promise<readonly string[]>;
  keep(instanceId: string, checks: readonly string[]): Promise<void>;
};

/** What writes tags once a night is found out too. */
export const REPAIRS_KEPT_MS = 30 * 24 * 3_600_000;

const repairedKey = (instanceId: string) => ({ pk: `repaired#${instanceId}`, sk: 'repaired' });

export const repairTable = (tableName: string, dynamo = newDynamo()): RepairTable => {
  const { find, keep } = table(tableName, dynamo);
  return {
    find: async (instanceId) =>
      (await find(repairedKey(instanceId), z.object({ checks: z.array(z.string()) })))?.checks ?? [],
    keep: (instanceId, checks) =>
      keep(repairedKey(instanceId), { checks: [...checks] }, Date.now() + REPAIRS_KEPT_MS),
  };
};
