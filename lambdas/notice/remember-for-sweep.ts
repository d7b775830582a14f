import { atMost } from '../at-most.ts';
import type { SetAsideTable, SweptTable } from '../aws/sweep-tables.ts';
import type { Outcome } from '../domain/grace-period/outcome.ts';
import { byInstance } from '../domain/instances.ts';
import { memoryOf } from '../domain/sweep/memory.ts';
import type { Log } from '../log.ts';

/** Calls of the table at a time. */
const AT_ONCE = 50;

export type SweepMemories = {
  readonly setAside: Pick<SetAsideTable, 'keep'>;
  readonly swept: Pick<SweptTable, 'keep'>;
};

/** Keeps for a sweep what this round concluded of instances that live on. That the table does not answer keeps no mail back. */
export const rememberForSweep = async (
  outcomes: readonly Outcome[],
  before: readonly Outcome[],
  { setAside, swept }: SweepMemories,
  log: Log,
): Promise<void> => {
  const known = byInstance(before);
  for (const outcome of outcomes) {
    const { decision } = outcome;
    const instanceIds = outcome.instanceIds.filter((id) => known.get(id)?.decision !== decision);
    const memory = memoryOf(outcome);
    if (!memory || instanceIds.length === 0) continue;
    const { mark, times } = memory;
    try {
      if (mark !== null) await setAside.keep(mark, instanceIds);
      if (times !== null) await atMost(AT_ONCE, instanceIds, (id) => swept.keep(id, times));
    } catch (error) {
      log.error('not remembered for the sweep', { decision, instanceIds, error });
    }
  }
};
