import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { SetAside } from '../domain/grace-period/set-aside.ts';
import { table } from './table.ts';

/** Instances that were stopped or held instead of terminated. It tells a sweep what it finds, and decides no end. */
export type SetAsideTable = {
  keep(kind: SetAside, instanceIds: readonly string[]): Promise<void>;
  /** Those of the instances that are kept as this. */
  find(kind: SetAside, instanceIds: readonly string[]): Promise<string[]>;
};

const DAY_MS = 24 * 3_600_000;

/**
 * Stopped: so long its launcher may take to claim it before it is warned of anew. Held: a day; whoever
 * pauses for longer finds what was held among the sweep's finds, and its breaker open perhaps. Kept longer, it would take
 * instances out of the breaker's count that have nothing to do with the pause.
 */
const KEPT_MS: Readonly<Record<SetAside, number>> = { stopped: 30 * DAY_MS, held: DAY_MS };

/** Calls at a time: a launch of 1,000 instances is kept within a second or two. */
const AT_ONCE = 50;

const keyOf = (kind: SetAside, instanceId: string) => ({ pk: `${kind}#${instanceId}`, sk: kind });

export const setAsideTable = (tableName: string, dynamo = new DynamoDBClient({})): SetAsideTable => {
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
    keep: async (kind, instanceIds) => {
      const until = Date.now() + KEPT_MS[kind];
      await inTurns(instanceIds, (instanceId) => keep(keyOf(kind, instanceId), {}, until));
    },
    find: async (kind, instanceIds) => {
      const found = await inTurns(instanceIds, async (instanceId) =>
        (await find(keyOf(kind, instanceId), z.object({}))) ? [instanceId] : [],
      );
      return found.flat();
    },
  };
};
