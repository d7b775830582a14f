import { SUB_ACCOUNT_TOPIC_NAME_PREFIX } from '../../../infra/names.ts';
import type { Execution, InstanceHistory, Observations } from '../observed/seen.ts';
import { isExempt, ownershipAt, ownershipOf } from '../observed/standing.ts';
import { SANDBOX } from '../settings.ts';
import { MINUTE, SECOND, sinceBegin } from '../time.ts';
import type { Violation } from './violation.ts';

/** The breaker holds more than `LIMIT` within ten minutes, or more than three that are over a fifth of the account. */
const WINDOW = 10 * MINUTE;
const LIMIT = 10;
const NEVER_TOO_MANY = 3;

/** `terminate` reads the breaker before each call. An execution that began a moment ago may not be counted yet. */
const COUNTED_WITHIN = 5 * SECOND;

/** The mails about a breaker group are sent within this time: its ten minutes, and the time to send them. */
const REPORTED_WITHIN = 30 * MINUTE;

const causeOf = ({ name }: Execution): string | undefined => /-(untagged|sweep)-\d+$/.exec(name)?.[1];

const eventTimeOf = ({ launch }: Execution): number => Date.parse(launch.eventTime);

/** The executions about an instance that the breaker counts. */
const countedAbout = (
  { accountId, instanceId }: InstanceHistory,
  { executions }: Pick<Observations, 'executions'>,
): Execution[] =>
  executions.filter(
    (one) =>
      causeOf(one) !== undefined &&
      one.launch.accountId === accountId &&
      one.launch.instanceIds.includes(instanceId),
  );

/** The largest number of instances whose grace periods of the same cause began within ten minutes that include this one's. */
const mostTogether = (
  one: Execution,
  { executions }: Pick<Observations, 'executions'>,
  isCounted: (instanceId: string, other: Execution) => boolean,
): number => {
  const at = eventTimeOf(one);
  const others = executions.filter(
    (other) =>
      other.launch.accountId === one.launch.accountId &&
      causeOf(other) === causeOf(one) &&
      Math.abs(eventTimeOf(other) - at) < WINDOW,
  );
  const starts = others.map(eventTimeOf).filter((start) => start <= at);
  const counts = starts.map((start) => {
    const within = others.filter(
      (other) => eventTimeOf(other) >= start && eventTimeOf(other) < start + WINDOW,
    );
    const ids = within.flatMap((other) => other.launch.instanceIds.filter((id) => isCounted(id, other)));
    return new Set(ids).size;
  });
  return Math.max(0, ...counts);
};

/** Whether an administrator had released the breaker group of an execution by an instant. */
const isReleased = (one: Execution, by: number, { decisions }: Pick<Observations, 'decisions'>): boolean =>
  decisions.some(
    ({ is, at, accountId, cause, from, until }) =>
      is === 'released' &&
      at <= by &&
      accountId === one.launch.accountId &&
      cause === causeOf(one) &&
      from < eventTimeOf(one) &&
      eventTimeOf(one) < until,
  );

/** A sweep begins every ten minutes, and counts the instances within two more. */
const COUNTED_EVERY = 12 * MINUTE;

/** The instants at which the last sweep may have counted: one that failed leaves the number of the sweep before. */
const countedAt = (at: number, { injections }: Pick<Observations, 'injections'>): number[] => {
  const times = [at];
  let time = at;
  do {
    time -= COUNTED_EVERY;
    times.push(time);
  } while (
    injections.some(({ fn, at: struck }) => fn === 'sweep' && struck > time && struck <= time + COUNTED_EVERY)
  );
  return times;
};

/** The smallest number of instances that the last sweep may have counted in an account. */
const fewestOf = (
  accountId: string,
  at: number,
  observed: Pick<Observations, 'instances' | 'injections'>,
): number =>
  Math.min(
    ...countedAt(at, observed).map(
      (time) =>
        [...observed.instances.values()].filter(
          (instance) =>
            instance.accountId === accountId &&
            instance.launchedAt <= time &&
            (instance.ended === null || instance.ended.at > time),
        ).length,
    ),
  );

const isTooMany = (together: number, accountId: string, at: number, observed: Observations): boolean =>
  together > LIMIT || (together > NEVER_TOO_MANY && together > fewestOf(accountId, at, observed) / 5);

/** How many instances of an account lost their claim within ten minutes of an instant. They count even if no execution began. */
const lostTogether = (accountId: string, since: number, { instances, setting }: Observations): number =>
  [...instances.values()].filter(
    (instance) =>
      instance.accountId === accountId &&
      instance.tags.some(
        ({ at, tags }, index) =>
          Math.abs(at - since) < WINDOW && index > 0 && ownershipOf(tags, setting) === 'unclaimed',
      ),
  ).length;

/** Whether the breaker may still hold an instance at `by` that has had no Owner since `since`. */
export const mayBeHeld = (
  instance: InstanceHistory,
  since: number,
  by: number,
  observed: Observations,
): boolean => {
  const { accountId } = instance;
  const isDecided = observed.decisions.some(
    (one) => one.is === 'released' && one.accountId === accountId && one.at >= since,
  );
  // The breaker may count an instance whose execution never begins, since its message became a dead letter.
  const isCountedAlone = instance.tags.some(
    ({ at, tags }, index) =>
      index > 0 &&
      at >= since &&
      ownershipOf(tags, observed.setting) === 'unclaimed' &&
      isTooMany(lostTogether(accountId, at, observed), accountId, at, observed),
  );
  if (isCountedAlone && !isDecided) return true;
  return countedAbout(instance, observed).some((one) => {
    const at = eventTimeOf(one);
    if (at < since - SECOND || isReleased(one, by, observed)) return false;
    const began = mostTogether(one, observed, () => true);
    const lost = causeOf(one) === 'untagged' ? lostTogether(accountId, at, observed) : 0;
    return isTooMany(Math.max(began, lost), accountId, at, observed);
  });
};

/** Whether all grace periods near this one began within ten minutes. In a longer burst, the breaker may not hold all of them. */
const isOneBurst = (one: Execution, { executions }: Pick<Observations, 'executions'>): boolean => {
  const times = executions
    .filter((other) => other.launch.accountId === one.launch.accountId && causeOf(other) === causeOf(one))
    .map(eventTimeOf)
    .filter((time) => Math.abs(time - eventTimeOf(one)) <= 2 * WINDOW);
  return Math.max(...times) - Math.min(...times) < WINDOW;
};

/** Whether the breaker must hold an execution: more than ten instances lost their Owner within ten minutes, and all are counted. */
const isSurelyHeld = (one: Execution, at: number, observed: Observations): boolean =>
  causeOf(one) === 'untagged' &&
  isOneBurst(one, observed) &&
  !isReleased(one, at, observed) &&
  mostTogether(one, observed, (instanceId, other) => {
    const instance = observed.instances.get(instanceId);
    return (
      other.from <= at - COUNTED_WITHIN &&
      instance !== undefined &&
      ownershipAt(instance, eventTimeOf(other), observed.setting) === 'unclaimed'
    );
  }) > LIMIT;

/** Why the breaker should have held an instance that was terminated or stopped; undefined if it need not. */
export const endedThoughHeld = (
  instance: InstanceHistory,
  at: number,
  observed: Observations,
): string | undefined => {
  if (instance.accountId === SANDBOX) return undefined;
  const about = observed.executions.filter(
    ({ launch, from }) =>
      from <= at &&
      launch.accountId === instance.accountId &&
      (launch.instanceIds.includes(instance.instanceId) || launch.key.value === instance.reservationId),
  );
  const [last] = about.sort((a, b) => b.from - a.from);
  return last && isSurelyHeld(last, at, observed)
    ? `more than ${LIMIT} lost their Owner within ten minutes of ${sinceBegin(eventTimeOf(last))}`
    : undefined;
};

const NOTIFYING = ['breaker', 'publish', 'notice', 'intake', 'sweep', 'check'];

/** Breaker groups that no mail reports, though no fault, pause or decision prevented the mail. */
export const unreportedGroups = (observed: Observations, end: number): Violation[] =>
  [...observed.instances.values()].flatMap((instance): Violation[] => {
    if (instance.accountId === SANDBOX || instance.ended) return [];
    return countedAbout(instance, observed).flatMap((one): Violation[] => {
      const since = eventTimeOf(one);
      const by = one.from + REPORTED_WITHIN;
      const isUnowned = instance.tags.every(({ at }) => at <= since) && !isExempt(instance, by) && by <= end;
      if (!isUnowned || !isSurelyHeld(one, by, observed) || one.until > one.from + WINDOW) return [];
      const hasStruck = observed.injections.some(
        ({ at, fn, accountId }) =>
          at >= one.from - WINDOW &&
          at <= by &&
          (accountId === null || accountId === instance.accountId) &&
          (fn === null || NOTIFYING.includes(fn)),
      );
      const isDecided =
        observed.decisions.some(({ at }) => at <= by) || observed.pauses.some((pause) => pause.from <= by);
      const isReported = observed.mails.some(
        ({ at, topicArn, subject }) =>
          at >= one.from &&
          at <= by &&
          subject.includes('held, not terminated: too many') &&
          topicArn.includes(SUB_ACCOUNT_TOPIC_NAME_PREFIX),
      );
      if (hasStruck || isDecided || isReported) return [];
      const what = `it has been held since ${sinceBegin(one.from)}, and no mail reports it`;
      return [{ at: by, invariant: 'told', instanceId: instance.instanceId, what }];
    });
  });
