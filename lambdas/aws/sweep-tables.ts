import * as z from 'zod/mini';
import { DAY_MS } from '../domain/instant.ts';
import type { NoteKind } from '../domain/sweep/sweep-notes.ts';
import { newDynamo, table } from './table.ts';

/** Instances that a grace period left alive, and why. Sweeps read these notes; no termination depends on them. */
export type SweepNoteTable = {
  save(kind: NoteKind, instanceIds: readonly string[]): Promise<void>;
  /** Those of the instances that have a note of this kind. */
  find(kind: NoteKind, instanceIds: readonly string[]): Promise<string[]>;
};

/**
 * stopped: the time for its launcher to claim an instance, before a sweep warns again. held: a day; after a longer
 * pause, a sweep takes up what was held as newly found, and the breaker may hold it. A longer time would keep instances
 * out of the breaker's count that have nothing to do with the pause. exempt, reported: until the
 * grace period of a sweep a day later finds the same. noticed: long enough that administrators get no second mail.
 */
export const NOTE_RETENTION_MS: Readonly<Record<NoteKind, number>> = {
  stopped: 30 * DAY_MS,
  held: DAY_MS,
  exempt: 2 * DAY_MS,
  reported: 2 * DAY_MS,
  noticed: 365 * DAY_MS,
};

/** Calls at a time: 1,000 instances take a second or two. */
const CONCURRENCY = 50;

const sweepNoteKey = (kind: NoteKind, instanceId: string) => ({ pk: `${kind}#${instanceId}`, sk: kind });

export const sweepNoteTable = (tableName: string, dynamo = newDynamo()): SweepNoteTable => {
  const { find, save } = table(tableName, dynamo);

  const inTurns = async <Result>(
    instanceIds: readonly string[],
    call: (instanceId: string) => Promise<Result>,
  ): Promise<Result[]> => {
    const results: Result[] = [];
    for (let start = 0; start < instanceIds.length; start += CONCURRENCY) {
      results.push(...(await Promise.all(instanceIds.slice(start, start + CONCURRENCY).map(call))));
    }
    return results;
  };

  return {
    save: async (kind, instanceIds) => {
      const until = Date.now() + NOTE_RETENTION_MS[kind];
      await inTurns(instanceIds, (instanceId) => save(sweepNoteKey(kind, instanceId), {}, until));
    },
    find: async (kind, instanceIds) => {
      const found = await inTurns(instanceIds, async (instanceId) =>
        (await find(sweepNoteKey(kind, instanceId), z.object({}))) ? [instanceId] : [],
      );
      return found.flat();
    },
  };
};

/** How many grace periods of an instance count as begun by sweeps. A count expires a day after it was saved. */
export type SweepCountTable = {
  times(instanceId: string): Promise<number>;
  save(instanceId: string, times: number): Promise<void>;
};

export const COUNT_RETENTION_MS = DAY_MS;

const sweepCountKey = (instanceId: string) => ({ pk: `swept#${instanceId}`, sk: 'swept' });

export const sweepCountTable = (tableName: string, dynamo = newDynamo()): SweepCountTable => {
  const { find, save } = table(tableName, dynamo);
  return {
    times: async (instanceId) =>
      (await find(sweepCountKey(instanceId), z.object({ times: z.number() })))?.times ?? 0,
    save: (instanceId, times) => save(sweepCountKey(instanceId), { times }, Date.now() + COUNT_RETENTION_MS),
  };
};

/** The checks on which this service wrote the Owner of an instance, or stopped doing so: a tool may change it back. */
export type RepairTable = {
  find(instanceId: string): Promise<readonly string[]>;
  save(instanceId: string, checks: readonly string[]): Promise<void>;
};

/** Long enough to recognize a tool that writes tags once a night. */
export const REPAIRS_RETENTION_MS = 30 * DAY_MS;

const repairedKey = (instanceId: string) => ({ pk: `repaired#${instanceId}`, sk: 'repaired' });

export const repairTable = (tableName: string, dynamo = newDynamo()): RepairTable => {
  const { find, save } = table(tableName, dynamo);
  return {
    find: async (instanceId) =>
      (await find(repairedKey(instanceId), z.object({ checks: z.array(z.string()) })))?.checks ?? [],
    save: (instanceId, checks) =>
      save(repairedKey(instanceId), { checks: [...checks] }, Date.now() + REPAIRS_RETENTION_MS),
  };
};
