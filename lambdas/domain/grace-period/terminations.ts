import { byInstance, groupInstances } from '../instances.ts';
import {
  type SideEffect,
  type TerminationOrder,
  type TerminationResult,
  type Terminations,
  type Unfinished,
  withSideEffect,
} from './orders-and-results.ts';

/** What came of one instance in one run of `terminate`: `unanswered` if EC2 was asked, and may have ended it. */
export type InstanceResult = {
  readonly instanceId: string;
  readonly result: TerminationResult['result'] | 'not-asked' | 'unanswered';
  readonly reason: string;
  readonly done?: SideEffect | undefined;
};

export const NO_TERMINATIONS: Terminations = { results: [], unfinished: [], ifGone: [] };

/** Minutes after they were due. EC2 ends 1,000 instances in four; the protection of each removed first, in eight. */
const ABANDON_AFTER_MINUTES = 10;

/** Whether what is unfinished is not tried again: it has failed. */
export const retryTimeExceeded = (
  terminations: Terminations,
  dueAt: string | undefined,
  now: Date,
): boolean =>
  terminations.unfinished.length > 0 &&
  now.getTime() > Date.parse(dueAt ?? now.toISOString()) + ABANDON_AFTER_MINUTES * 60_000;

/** The orders without the instances that have come to an end in an earlier run: DescribeInstances may not know it yet. */
export const remainingOrders = (
  orders: readonly TerminationOrder[],
  { results }: Terminations,
): TerminationOrder[] => {
  const isOver = byInstance(results);
  return orders
    .map((order) => ({ ...order, instanceIds: order.instanceIds.filter((id) => !isOver.has(id)) }))
    .filter(({ instanceIds }) => instanceIds.length > 0);
};

/** The reason of a result, which tells all that was done: nothing of it happens in silence. */
const reasonOf = ({ result, reason, done }: InstanceResult): string => {
  // What was only perhaps done is done now.
  if (done?.startsWith('perhaps') && (result === 'terminated' || result === 'stopped')) return reason;
  if (result !== 'terminated' || reason !== 'confirmed' || !done) return withSideEffect(reason, done);
  return done.startsWith('protection') ? 'protection-overridden' : 'request-cancelled';
};

type Ungrouped<Group extends { instanceIds: string[] }> = Omit<Group, 'instanceIds'> & { instanceId: string };
const groupByFields = <Group extends { instanceIds: string[] }>(ones: readonly Ungrouped<Group>[]) =>
  groupInstances(ones, ({ instanceId: _, ...common }) => common);

/** That IAM refused: the Guard did, where an Owner was written. */
const UNAUTHORIZED = 'unauthorized';

/** What has come of all runs, the last of which ended so. */
export const mergeResults = (runs: Terminations, newResults: readonly InstanceResult[]): Terminations => {
  const earlier = byInstance(runs.unfinished);
  const known = byInstance(runs.ifGone);
  const results: Ungrouped<TerminationResult>[] = [];
  const unfinished: Ungrouped<Unfinished>[] = [];
  const ifGone: Ungrouped<TerminationResult>[] = [];
  for (const one of newResults) {
    const { instanceId, result, reason } = one;
    const before = earlier.get(instanceId);
    const done = one.done ?? before?.done;
    // An Owner may have been written that IAM knows and no check has seen: one more tells.
    const isToCheck = result === 'failed' && reason === UNAUTHORIZED && before?.reason !== UNAUTHORIZED;
    if (result === 'not-asked' || result === 'unanswered' || isToCheck) {
      unfinished.push({ instanceId, reason, ...(done ? { done } : {}) });
    } else {
      results.push({ instanceId, result, reason: reasonOf({ ...one, done }) });
    }
    if (result === 'unanswered' && !known.has(instanceId)) {
      ifGone.push({ instanceId, result: 'terminated', reason: withSideEffect('answer-lost', done) });
    }
  }
  return {
    results: [...runs.results, ...groupByFields(results)],
    unfinished: groupByFields(unfinished),
    ifGone: [...runs.ifGone, ...groupByFields(ifGone)],
  };
};

/** The same, once nothing more is tried. A check has just seen that they live; it may not have known better. */
export const failUnfinished = (before: Terminations, orders: readonly TerminationOrder[]): Terminations => {
  const earlier = byInstance(before.unfinished);
  const asked = byInstance(before.ifGone);
  const ids = remainingOrders(orders, before).flatMap(({ instanceIds }) => instanceIds);
  return mergeResults(
    before,
    ids.map((instanceId) => {
      const { reason = 'too-slow', done } = earlier.get(instanceId) ?? {};
      const perhaps = asked.has(instanceId) ? 'perhaps-terminated' : undefined;
      return { instanceId, result: 'failed', reason, done: done ?? perhaps };
    }),
  );
};
