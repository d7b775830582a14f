import type { SetAsideTable, SweptTable } from '../../../lambdas/aws/sweep-tables.ts';

/** Tables that keep what they are given, as `kind id` and `2 times id`, or fail. */
export const someMemories = (failure?: Error) => {
  const kept: string[] = [];
  const table: SetAsideTable = {
    keep: async (kind, instanceIds) => {
      if (failure) throw failure;
      kept.push(...instanceIds.map((instanceId) => `${kind} ${instanceId}`));
    },
    find: async (kind, instanceIds) => instanceIds.filter((id) => kept.includes(`${kind} ${id}`)),
  };
  const swept: SweptTable = {
    times: async () => 0,
    keep: async (instanceId, times) => {
      if (failure) throw failure;
      kept.push(`${times} times ${instanceId}`);
    },
  };
  // Rounds of these tests are told at once: by this clock no check is old.
  const now = () => new Date(0);
  return { kept, memories: { setAside: table, swept, now } };
};

/** For rounds of which a sweep is to know nothing: nothing is kept. */
export const { memories: noMemories } = someMemories(new Error('not to be called'));
