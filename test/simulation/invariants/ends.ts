import type { FaultKind } from '../faults/fault.ts';
import { longestGraceOf } from '../seen/deployed.ts';
import { judging } from '../seen/judging.ts';
import type { Injection, Life, Seen } from '../seen/seen.ts';
import { isExempt, standingAt, standingSince } from '../seen/standing.ts';
import { SANDBOX, TIMING } from '../settings.ts';
import { MINUTE, SECOND, sinceBegin } from '../time.ts';
import { mayBeHeld } from './of-breaker.ts';
import { inherits } from './of-end.ts';
import type { Violation } from './violation.ts';

/** After its deadline, when nothing goes wrong; of a launch of very many, twice that. */
const AT_ONCE = 2 * MINUTE;
/** After the last that went wrong. */
const AT_LAST = 40 * MINUTE;

const isSpared = (life: Life, at: number, seen: Seen): boolean =>
  isExempt(life, at) || life.accountId === SANDBOX || inherits(life, at, seen);

/** Protected, it is stopped at the most; what was stopped so, may stay as it is. */
const isProtected = ({ protection }: Life, seen: Seen): boolean =>
  seen.setting === 'usual' && protection.some(({ isOn }) => isOn);

/** What may happen, and ends nothing later. */
const BORNE = new Set<FaultKind>(['event-duplicated', 'message-redelivered', 'describe-tagless']);
/** After an empty answer, `check` looks again within so long. */
const SECOND_LOOK = 15 * SECOND;

/** Whether the service bears what went wrong without being late: repetitions, and one empty answer, which it looks at twice. */
const isBorne = (injection: Injection, { injections }: Pick<Seen, 'injections'>): boolean =>
  BORNE.has(injection.kind) ||
  (injection.kind === 'describe-empty' &&
    injection.fn === 'check' &&
    !injections.some((one) => one !== injection && Math.abs(one.at - injection.at) <= SECOND_LOOK));

/**
 * Whether a grace period began then: with the launch, or because an Owner was taken away later, while no execution judged
 * the instance. Nothing happened to its tags since.
 */
const isBeginning = (life: Life, since: number, seen: Seen): boolean =>
  life.tags.every(({ at }) => at <= since) &&
  (since === life.launchedAt ||
    // One taken away within the first minutes is looked at when the launch's own grace period is over.
    (since > life.launchedAt + TIMING.grace * MINUTE && judging(life, since, seen).length === 0));

/** The instant by which an instance must be ended that nobody owns since another; null where nothing forces it. */
const dueOf = (life: Life, since: number, seen: Seen): number => {
  const { accountId, launchedAt, groupName } = life;
  // A mail about a group stands for an hour: what went wrong with that one, touches what is launched later.
  const touchable = groupName === null ? launchedAt : 0;
  const touching = seen.injections.filter(
    (one) =>
      !isBorne(one, seen) && one.at >= touchable && (one.accountId === null || one.accountId === accountId),
  );
  const decided = seen.decisions.map(({ at }) => at);
  const atOnce = since + longestGraceOf(since, seen) + AT_ONCE;
  // What was deployed before, and is still there, tells nobody of itself.
  const deployed = [...seen.deployments, ...seen.unmatched].filter(
    ({ from, until, within = 0 }) => from <= atOnce && until + within >= since,
  );
  const isTouched = touching.some(({ at }) => at <= atOnce) || deployed.length > 0;
  if (isBeginning(life, since, seen) && !isTouched) return atOnce;
  const untils = [
    ...seen.pauses.map(({ until }) => until),
    ...deployed.map(({ until, within = 0 }) => until + within),
  ];
  return Math.max(since, ...touching.map(({ at }) => at), ...untils, ...decided) + AT_LAST;
};

/** The spans of time in which nobody owned an instance, and nothing spared it. */
const spansOf = (
  life: Life,
  seen: Seen,
  end: number,
): { readonly from: number; readonly until: number }[] => {
  const last = Math.min(life.ended?.at ?? end, end);
  const changes = [...new Set([...life.tags.map(({ at }) => at), last])]
    .filter((at) => at <= last)
    .sort((a, b) => a - b);
  const spans: { from: number; until: number }[] = [];
  for (const [index, at] of changes.entries()) {
    const until = changes[index + 1];
    if (until === undefined || standingAt(life, at, seen.setting) !== 'unclaimed') continue;
    spans.push({ from: standingSince(life, at, seen.setting), until });
  }
  return spans;
};

/** Instances that nobody owned, and that lived on beyond what any fault excuses. */
export const notEnded = (seen: Seen, end: number): Violation[] =>
  [...seen.lives.values()].flatMap((life): Violation[] => {
    if (isProtected(life, seen)) return [];
    return spansOf(life, seen, end).flatMap(({ from, until }): Violation[] => {
      const due = dueOf(life, from, seen);
      if (until <= due || due > end || isSpared(life, due, seen)) return [];
      if (mayBeHeld(life, from, due, seen)) return [];
      const what = `nobody owns it since ${sinceBegin(from)}, and it lives after ${sinceBegin(due)}`;
      return [{ at: due, invariant: 'ends', instanceId: life.instanceId, what }];
    });
  });
