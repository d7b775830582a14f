import { atMost } from '../at-most.ts';
import type { RepairTable } from '../aws/sweep-tables.ts';
import type { RepairResult } from '../domain/grace-period/order.ts';
import { type RepairStep, repairStep } from '../domain/grace-period/repair.ts';
import type { Log } from '../log.ts';

/** Calls of the table at a time. */
const AT_ONCE = 50;

type Counted = {
  readonly toWrite: readonly string[];
  /** What is not written any more. */
  readonly left: readonly RepairResult[];
  /** Counts those that were written. */
  readonly count: (instanceIds: readonly string[]) => Promise<void>;
};

/** Which instances are written to, by how often they were. A table that does not answer keeps no Owner back. */
export const countRepairs = async (
  instanceIds: readonly string[],
  checkedAt: string,
  table: RepairTable,
  log: Log,
): Promise<Counted> => {
  const unanswered = (instanceId: string, error: unknown): void =>
    log.error('the table of repairs does not answer', { instanceId, error });
  const known = await atMost(AT_ONCE, instanceIds, async (instanceId) => {
    try {
      return { instanceId, checks: await table.find(instanceId) };
    } catch (error) {
      unanswered(instanceId, error);
      return { instanceId, checks: [] };
    }
  });
  const count = async (ids: readonly string[]): Promise<void> => {
    const counted = known.filter(({ instanceId }) => ids.includes(instanceId));
    await atMost(AT_ONCE, counted, ({ instanceId, checks }) =>
      table
        .keep(instanceId, [...new Set([...checks, checkedAt])])
        .catch((error: unknown) => unanswered(instanceId, error)),
    );
  };
  const those = (step: RepairStep): string[] =>
    known.flatMap(({ instanceId, checks }) => (repairStep(checks, checkedAt) === step ? [instanceId] : []));
  const left = (reason: string, ids: string[]): RepairResult[] =>
    ids.length > 0 ? [{ result: 'left', reason, instanceIds: ids }] : [];
  const leftNow = those('left');
  // Counted too: it is told now, and not again.
  await count(leftNow);
  return {
    toWrite: those('write'),
    left: [...left('changed-back', leftNow), ...left('changed-back-before', those('left-before'))],
    count,
  };
};
