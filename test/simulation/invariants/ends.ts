import type { FaultKind } from '../faults/fault.ts';
import { longestGraceOf } from '../observed/deployed.ts';
import { judging } from '../observed/judging.ts';
import type { Injection, InstanceHistory, Observations } from '../observed/seen.ts';
import { isExempt, ownershipAt, ownershipSince } from '../observed/standing.ts';
import { SANDBOX, TIMING } from '../settings.ts';
import { MINUTE, SECOND, sinceBegin } from '../time.ts';
import { mayBeHeld } from './of-breaker.ts';
import { inherits } from './of-end.ts';
import type { Violation } from './violation.ts';

/** After its deadline, when nothing goes wrong; of a launch of very many, twice that. */
const SOON_AFTER_DEADLINE = 2 * MINUTE;
/** After the last that went wrong. */
const SOON_AFTER_FAULTS = 40 * MINUTE;

const isSpared = (instance: InstanceHistory, at: number, observed: Observations): boolean =>
  isExempt(instance, at) || instance.accountId === SANDBOX || inherits(instance, at, observed);

/** Protected, it is stopped at the most; what was stopped so, may stay as it is. */
const isProtected = ({ protection }: InstanceHistory, observed: Observations): boolean =>
  observed.setting === 'usual' && protection.some(({ isOn }) => isOn);

/** What may happen, and ends nothing later. */
const TOLERATED = new Set<FaultKind>(['event-duplicated', 'message-redelivered', 'describe-tagless']);
/** After an empty answer, `check` looks again within so long. */
const SECOND_READ = 15 * SECOND;

/** Whether the service bears what went wrong without being late: repetitions, and one empty answer, which it looks at twice. */
const isTolerated = (injection: Injection, { injections }: Pick<Observations, 'injections'>): boolean =>
  TOLERATED.has(injection.kind) ||
  (injection.kind === 'describe-empty' &&
    injection.fn === 'check' &&
    !injections.some((one) => one !== injection && Math.abs(one.at - injection.at) <= SECOND_READ));

/**
 * Whether a grace period began then: with the launch, or because an Owner was taken away later, while no execution judged
 * the instance. Nothing happened to its tags since.
 */
const isBeginning = (instance: InstanceHistory, since: number, observed: Observations): boolean =>
  instance.tags.every(({ at }) => at <= since) &&
  (since === instance.launchedAt ||
    // One taken away within the first minutes is looked at when the launch's own grace period is over.
    (since > instance.launchedAt + TIMING.grace * MINUTE && judging(instance, since, observed).length === 0));

/** The instant by which an instance must be ended that nobody owns since another; null where nothing forces it. */
const dueOf = (instance: InstanceHistory, since: number, observed: Observations): number => {
  const { accountId, launchedAt, groupName } = instance;
  // A mail about a group stands for an hour: what went wrong with that one, touches what is launched later.
  const touchable = groupName === null ? launchedAt : 0;
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

/** The spans of time in which nobody owned an instance, and nothing spared it. */
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

/** Instances that nobody owned, and that lived on beyond what any fault excuses. */
export const notEnded = (observed: Observations, end: number): Violation[] =>
  [...observed.instances.values()].flatMap((instance): Violation[] => {
    if (isProtected(instance, observed)) return [];
    return spansOf(instance, observed, end).flatMap(({ from, until }): Violation[] => {
      const due = dueOf(instance, from, observed);
      if (until <= due || due > end || isSpared(instance, due, observed)) return [];
      if (mayBeHeld(instance, from, due, observed)) return [];
      const what = `nobody owns it since ${sinceBegin(from)}, and it lives after ${sinceBegin(due)}`;
      return [{ at: due, invariant: 'ends', instanceId: instance.instanceId, what }];
    });
  });
