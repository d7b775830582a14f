import type { FaultKind } from '../faults/fault.ts';
import { longestGraceOf } from '../observed/deployed.ts';
import { judging } from '../observed/judging.ts';
import type { Injection, InstanceHistory, Observations } from '../observed/seen.ts';
import { isExempt, ownershipAt, ownershipSince } from '../observed/standing.ts';
import { SANDBOX, TIMING } from '../settings.ts';
import { MINUTE, SECOND, sinceBegin } from '../time.ts';
import { mayBeHeld } from './of-breaker.ts';
import { inherits } from './of-end.ts';
import { sourceOf } from './of-source.ts';
import type { Violation } from './violation.ts';

/** How long after its deadline an instance is terminated at the latest, if nothing goes wrong. */
const SOON_AFTER_DEADLINE = 2 * MINUTE;
/** How long after the last fault an instance is terminated at the latest. */
const SOON_AFTER_FAULTS = 40 * MINUTE;

const isExempted = (instance: InstanceHistory, at: number, observed: Observations): boolean =>
  isExempt(instance, at) || instance.accountId === SANDBOX || inherits(instance, at, observed);

/** A protected instance is only stopped, unless the setting overrides protection. */
const isProtected = ({ protection }: InstanceHistory, observed: Observations): boolean =>
  observed.setting === 'usual' && protection.some(({ isOn }) => isOn);

/** The faults that must not delay a termination. */
const TOLERATED = new Set<FaultKind>(['event-duplicated', 'message-redelivered', 'describe-tagless']);
/** After an empty answer, `check` reads again within this time. */
const SECOND_READ = 15 * SECOND;

/** Whether a fault must not delay the service: a repetition, missing tags, or one empty answer, since `check` reads twice. */
const isTolerated = (injection: Injection, { injections }: Pick<Observations, 'injections'>): boolean =>
  TOLERATED.has(injection.kind) ||
  (injection.kind === 'describe-empty' &&
    injection.fn === 'check' &&
    !injections.some((one) => one !== injection && Math.abs(one.at - injection.at) <= SECOND_READ));

/**
 * Whether a grace period began at `since`: with the launch, or with a later removal of the Owner while no execution judged the
 * instance. Its tags must not have changed after that.
 */
const isBeginning = (instance: InstanceHistory, since: number, observed: Observations): boolean =>
  instance.tags.every(({ at }) => at <= since) &&
  (since === instance.launchedAt ||
    // If the Owner was removed within the launch's grace period, the instance is checked again when that is over.
    (since > instance.launchedAt + TIMING.grace * MINUTE && judging(instance, since, observed).length === 0));

/** The instant by which an instance must be terminated that has had no Owner since `since`. */
const dueOf = (instance: InstanceHistory, since: number, observed: Observations): number => {
  const { accountId, launchedAt } = instance;
  // A mail about a source counts for an hour, so a fault of that mail may affect instances that it launches later.
  const touchable = sourceOf(instance, observed) === null ? launchedAt : 0;
  const touching = observed.injections.filter(
    (one) =>
      !isTolerated(one, observed) &&
      one.at >= touchable &&
      (one.accountId === null || one.accountId === accountId),
  );
  const decided = observed.decisions.map(({ at }) => at);
  // A look that got an empty answer at the deadline leaves the end to the next, and that one may get another.
  const isReadTwice = observed.injections.some(
    (one) => one.kind === 'describe-empty' && isTolerated(one, observed),
  );
  const atOnce =
    since + longestGraceOf(since, observed) + SOON_AFTER_DEADLINE + (isReadTwice ? SECOND_READ : 0);
  // What was deployed before, and is still there, tells nobody of itself.
  const deployed = [...observed.deployments, ...observed.unmatched].filter(
    ({ from, until, within = 0 }) => from <= atOnce && until + within >= since,
  );
  const isTouched = touching.some(({ at }) => at <= atOnce) || deployed.length > 0;
  if (isBeginning(instance, since, observed) && !isTouched) return atOnce;
  const untils = [
    ...observed.pauses.map(({ until }) => until),
    ...deployed.map(({ until, within = 0 }) => until + within),
  ];
  return Math.max(since, ...touching.map(({ at }) => at), ...untils, ...decided) + SOON_AFTER_FAULTS;
};

/** The times during which nobody owned an instance. */
const spansOf = (
  instance: InstanceHistory,
  observed: Observations,
  end: number,
): { readonly from: number; readonly until: number }[] => {
  const last = Math.min(instance.ended?.at ?? end, end);
  const changes = [...new Set([...instance.tags.map(({ at }) => at), last])]
    .filter((at) => at <= last)
    .sort((a, b) => a - b);
  const spans: { from: number; until: number }[] = [];
  for (const [index, at] of changes.entries()) {
    const until = changes[index + 1];
    if (until === undefined || ownershipAt(instance, at, observed.setting) !== 'unclaimed') continue;
    spans.push({ from: ownershipSince(instance, at, observed.setting), until });
  }
  return spans;
};

/** Instances without an Owner that were not terminated in time, even considering all faults. */
export const notEnded = (observed: Observations, end: number): Violation[] =>
  [...observed.instances.values()].flatMap((instance): Violation[] => {
    if (isProtected(instance, observed)) return [];
    return spansOf(instance, observed, end).flatMap(({ from, until }): Violation[] => {
      const due = dueOf(instance, from, observed);
      if (until <= due || due > end || isExempted(instance, due, observed)) return [];
      if (mayBeHeld(instance, from, due, observed)) return [];
      const what = `it has had no Owner since ${sinceBegin(from)}, and is not terminated at ${sinceBegin(due)}`;
      return [{ at: due, invariant: 'ends', instanceId: instance.instanceId, what }];
    });
  });
