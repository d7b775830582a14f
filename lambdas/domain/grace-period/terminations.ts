import { byInstance, groupInstances } from '../instances.ts';
import {
  type SideEffect,
  type TerminationOrder,
  type TerminationResult,
  type Terminations,
  type Unfinished,
  withSideEffect,
} from './orders-and-results.ts';

/**
 * The result of one run of `terminate` for one instance; `unanswered` if EC2 was called and may have terminated
 * it.
 */
export type InstanceResult = {
  readonly instanceId: string;
  readonly result: TerminationResult['result'] | 'not-asked' | 'unanswered';
  readonly reason: string;
  readonly done?: SideEffect | undefined;
};

/** Before the first run of `terminate`. */
export const NO_TERMINATIONS: Terminations = { results: [], unfinished: [], ifGone: [] };

/**
 * Minutes after the deadline. 1,000 instances are terminated in four minutes, or in eight if the protection of
 * each has to be removed first.
 */
const ABANDON_AFTER_MINUTES = 10;

/** Whether unfinished terminations have failed, and are not retried any more. */
export const retryTimeExceeded = (
  terminations: Terminations,
  dueAt: string | undefined,
  now: Date,
): boolean =>
  terminations.unfinished.length > 0 &&
  now.getTime() > Date.parse(dueAt ?? now.toISOString()) + ABANDON_AFTER_MINUTES * 60_000;

/**
 * The orders without the instances that already have a result. DescribeInstances may not show yet that they are
 * terminated.
 */
export const remainingOrders = (
  orders: readonly TerminationOrder[],
  { results }: Terminations,
): TerminationOrder[] => {
  const isOver = byInstance(results);
  return orders
    .map((order) => ({ ...order, instanceIds: order.instanceIds.filter((id) => !isOver.has(id)) }))
    .filter(({ instanceIds }) => instanceIds.length > 0);
};

/** The reason of a result with its side effect, so that each side effect is reported. */
const reasonOf = ({ result, reason, done }: InstanceResult): string => {
  // What may have been done before is certain now: the result itself says it.
  if (done?.startsWith('perhaps') && (result === 'terminated' || result === 'stopped')) return reason;
  if (result !== 'terminated' || reason !== 'confirmed' || !done) return withSideEffect(reason, done);
  return done.startsWith('protection') ? 'protection-overridden' : 'request-cancelled';
};

type Ungrouped<Group extends { instanceIds: string[] }> = Omit<Group, 'instanceIds'> & { instanceId: string };
const groupByFields = <Group extends { instanceIds: string[] }>(ones: readonly Ungrouped<Group>[]) =>
  groupInstances(ones, ({ instanceId: _, ...common }) => common);

/** The reason if IAM refused. The Guard refuses if an Owner was written. */
const UNAUTHORIZED = 'unauthorized';

/** Adds the results of one more run to those of the earlier runs. */
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
    // IAM may know an Owner that was written after the check: one more check shows it.
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

/**
 * Adds a failure for each instance without a result, once nothing is retried any more. A check has just found
 * them not terminated, but its data may be old.
 */
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
