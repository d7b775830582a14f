import * as z from 'zod/mini';
import type { Mark } from '../domain/sweep/memory.ts';
import { newDynamo } from './new-dynamo.ts';
import { table } from './table.ts';

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

const keyOf = (mark: Mark, instanceId: string) => ({ pk: `${mark}#${instanceId}`, sk: mark });

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
      await inTurns(instanceIds, (instanceId) => keep(keyOf(mark, instanceId), {}, until));
    },
    find: async (mark, instanceIds) => {
      const found = await inTurns(instanceIds, async (instanceId) =>
        (await find(keyOf(mark, instanceId), z.object({}))) ? [instanceId] : [],
      );
      return found.flat();
    },
  };
};
