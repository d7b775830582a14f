import type { SweepCountTable, SweepNoteTable } from '../../../lambdas/aws/sweep-tables.ts';

/** Tables that keep what is saved, as `kind id` and `2 times id`, or fail. */
export const someSweepTables = (failure?: Error) => {
  const kept: string[] = [];
  const table: SweepNoteTable = {
    save: async (kind, instanceIds) => {
      if (failure) throw failure;
      kept.push(...instanceIds.map((instanceId) => `${kind} ${instanceId}`));
    },
    find: async (kind, instanceIds) => instanceIds.filter((id) => kept.includes(`${kind} ${id}`)),
  };
  const swept: SweepCountTable = {
    times: async () => 0,
    save: async (instanceId, times) => {
      if (failure) throw failure;
      kept.push(`${times} times ${instanceId}`);
    },
  };
  // Rounds of these tests are reported at once: by this clock no check is old.
  const now = () => new Date(0);
  return { kept, sweepTables: { sweepNotes: table, sweepCounts: swept, now } };
};

/** For rounds that save nothing for a sweep. */
export const { sweepTables: noSweepTables } = someSweepTables(new Error('not to be called'));
