import { SUB_ACCOUNT_TOPIC_NAME_PREFIX } from '../../../infra/names.ts';
import type { Execution, Life, Seen } from '../seen/seen.ts';
import { isExempt, standingAt, standingOf } from '../seen/standing.ts';
import { SANDBOX } from '../settings.ts';
import { MINUTE, SECOND, sinceBegin } from '../time.ts';
import type { Violation } from './violation.ts';

/** As the design says: so many within ten minutes, or more than three and a fifth of the account. */
const WINDOW = 10 * MINUTE;
const LIMIT = 10;
const NEVER_TOO_MANY = 3;

/** `terminate` asks the breaker before each call; what began a moment ago may not be counted yet. */
const COUNTED_WITHIN = 5 * SECOND;

/** By then everybody is told: the ten minutes of a group, and its mails. */
const TOLD_WITHIN = 30 * MINUTE;

const causeOf = ({ name }: Execution): string | undefined => /-(untagged|sweep)-\d+$/.exec(name)?.[1];

const eventTimeOf = ({ launch }: Execution): number => Date.parse(launch.eventTime);

/** The executions about an instance that began as the breaker counts. */
const countedAbout = (
  { accountId, instanceId }: Life,
  { executions }: Pick<Seen, 'executions'>,
): Execution[] =>
  executions.filter(
    (one) =>
      causeOf(one) !== undefined &&
      one.launch.accountId === accountId &&
      one.launch.instanceIds.includes(instanceId),
  );

/** The most instances whose grace periods of the same cause began within any ten minutes that hold this one's beginning. */
const mostTogether = (
  one: Execution,
  { executions }: Pick<Seen, 'executions'>,
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

/** Whether an administrator released, by then, the group that an execution belongs to. */
const isReleased = (one: Execution, by: number, { decisions }: Pick<Seen, 'decisions'>): boolean =>
  decisions.some(
    ({ is, at, accountId, cause, from, until }) =>
      is === 'released' &&
      at <= by &&
      accountId === one.launch.accountId &&
      cause === causeOf(one) &&
      from < eventTimeOf(one) &&
      eventTimeOf(one) < until,
  );

/** The fewest instances that a sweep may have counted of late. */
const fewestOf = (accountId: string, at: number, { lives }: Pick<Seen, 'lives'>): number =>
  Math.min(
    ...[at, at - 12 * MINUTE].map(
      (time) =>
        [...lives.values()].filter(
          (life) =>
            life.accountId === accountId &&
            life.launchedAt <= time &&
            (life.ended === null || life.ended.at > time),
        ).length,
    ),
  );

const isTooMany = (together: number, accountId: string, at: number, seen: Seen): boolean =>
  together > LIMIT || (together > NEVER_TOO_MANY && together > fewestOf(accountId, at, seen) / 5);

/** How many instances of an account got tags without an Owner within ten minutes of one that did: counted, each may begin nothing. */
const lostTogether = (accountId: string, since: number, { lives, setting }: Seen): number =>
  [...lives.values()].filter(
    (life) =>
      life.accountId === accountId &&
      life.tags.some(
        ({ at, tags }, index) =>
          Math.abs(at - since) < WINDOW && index > 0 && standingOf(tags, setting) === 'unclaimed',
      ),
  ).length;

/** Whether the breaker may hold an instance of which nobody is owner since then: by what began, and nobody released. */
export const mayBeHeld = (life: Life, since: number, by: number, seen: Seen): boolean => {
  const { accountId } = life;
  const isDecided = seen.decisions.some(
    (one) => one.is === 'released' && one.accountId === accountId && one.at >= since,
  );
  // Counted, and then it never began: its message became a dead letter.
  const isCountedAlone = life.tags.some(
    ({ at, tags }, index) =>
      index > 0 &&
      at >= since &&
      standingOf(tags, seen.setting) === 'unclaimed' &&
      isTooMany(lostTogether(accountId, at, seen), accountId, at, seen),
  );
  if (isCountedAlone && !isDecided) return true;
  return countedAbout(life, seen).some((one) => {
    const at = eventTimeOf(one);
    if (at < since - SECOND || isReleased(one, by, seen)) return false;
    const began = mostTogether(one, seen, () => true);
    const lost = causeOf(one) === 'untagged' ? lostTogether(accountId, at, seen) : 0;
    return isTooMany(Math.max(began, lost), accountId, at, seen);
  });
};

/** Whether all that began near an execution began within ten minutes: of a burst that lasts longer, the rest may go on. */
const isOneBurst = (one: Execution, { executions }: Pick<Seen, 'executions'>): boolean => {
  const times = executions
    .filter((other) => other.launch.accountId === one.launch.accountId && causeOf(other) === causeOf(one))
    .map(eventTimeOf)
    .filter((time) => Math.abs(time - eventTimeOf(one)) <= 2 * WINDOW);
  return Math.max(...times) - Math.min(...times) < WINDOW;
};

/** Whether more than ten lost their Owner within ten minutes of this one, all of them counted by now. */
const isSurelyHeld = (one: Execution, at: number, seen: Seen): boolean =>
  causeOf(one) === 'untagged' &&
  isOneBurst(one, seen) &&
  !isReleased(one, at, seen) &&
  mostTogether(one, seen, (instanceId, other) => {
    const life = seen.lives.get(instanceId);
    return (
      other.from <= at - COUNTED_WITHIN &&
      life !== undefined &&
      standingAt(life, eventTimeOf(other), seen.setting) === 'unclaimed'
    );
  }) > LIMIT;

/** What is wrong with an end, or a stop: the breaker should have held it. */
export const endedThoughHeld = (life: Life, at: number, seen: Seen): string | undefined => {
  if (life.accountId === SANDBOX) return undefined;
  const about = seen.executions.filter(
    ({ launch, from }) =>
      from <= at &&
      launch.accountId === life.accountId &&
      (launch.instanceIds.includes(life.instanceId) || launch.key.value === life.reservationId),
  );
  const [last] = about.sort((a, b) => b.from - a.from);
  return last && isSurelyHeld(last, at, seen)
    ? `more than ${LIMIT} lost their Owner within ten minutes of ${sinceBegin(eventTimeOf(last))}`
    : undefined;
};

const TELLING = ['breaker', 'publish', 'notice', 'intake', 'sweep', 'check'];

/** Groups of which nobody was told, and which nothing kept from being told of. */
export const untoldGroups = (seen: Seen, end: number): Violation[] =>
  [...seen.lives.values()].flatMap((life): Violation[] => {
    if (life.accountId === SANDBOX || life.ended) return [];
    return countedAbout(life, seen).flatMap((one): Violation[] => {
      const since = eventTimeOf(one);
      const by = one.from + TOLD_WITHIN;
      const isUnowned = life.tags.every(({ at }) => at <= since) && !isExempt(life, by) && by <= end;
      if (!isUnowned || !isSurelyHeld(one, by, seen) || one.until > one.from + WINDOW) return [];
      const isStruck = seen.injections.some(
        ({ at, fn, accountId }) =>
          at >= one.from - WINDOW &&
          at <= by &&
          (accountId === null || accountId === life.accountId) &&
          (fn === null || TELLING.includes(fn)),
      );
      const isDecided =
        seen.decisions.some(({ at }) => at <= by) || seen.pauses.some((pause) => pause.from <= by);
      const isTold = seen.mails.some(
        ({ at, topicArn, subject }) =>
          at >= one.from &&
          at <= by &&
          subject.includes('held, not terminated: too many') &&
          topicArn.includes(SUB_ACCOUNT_TOPIC_NAME_PREFIX),
      );
      if (isStruck || isDecided || isTold) return [];
      const what = `it is held since ${sinceBegin(one.from)}, and no mail says so`;
      return [{ at: by, invariant: 'told', instanceId: life.instanceId, what }];
    });
  });
