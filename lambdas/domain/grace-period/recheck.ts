import type { Instance } from '../instances.ts';
import { iso, minutesAfter } from '../instant.ts';
import type { Origin } from '../launcher/origin.ts';
import type { Timing } from './deadline.ts';
import type { CheckInput } from './input.ts';
import { waitsUntil } from './open-grace-periods.ts';

/** How soon instances are checked again that AWS does not show yet, or that another execution judges. */
export const RECHECK_MINUTES = 2;

/**
 * Since when AWS has not shown an origin: the time of the first of the consecutive checks that missed one; null
 * if it shows all.
 */
export const missingSince = ({ check }: CheckInput, origins: readonly Origin[], now: Date): string | null =>
  origins.some(({ isNotFound }) => isNotFound) ? (check?.originMissingSince ?? iso(now)) : null;

/**
 * Whether an origin has been missing for a whole grace period, so that it is no longer looked for. AWS may show
 * it late by seconds or minutes. If AWS never shows it, it ended more than an hour ago or is in another Region.
 * Its instances must not live for ever because of that.
 */
export const isLongMissing = (since: string | null, { gracePeriodMinutes }: Timing, now: Date): boolean =>
  since !== null && now.getTime() >= minutesAfter(since, gracePeriodMinutes);

/**
 * Instances whose Owner was removed during the grace period of their launch, and when that period is over. The
 * launch's execution judges them, even if its record comes after the event of the tag; if both executions did,
 * both would warn. A launch that was tagged in the call has no execution, so the instances are checked again
 * when that period is over. A terminated instance is not waited for: the breaker's mail would say that it is held.
 */
export const findOwnGracePeriodEnds = (
  instances: readonly Instance[],
  { cause, launch, gracePeriodMinutes }: CheckInput,
  timing: Timing,
  now: Date,
): ReadonlyMap<string, number> => {
  const begun = { cause, eventTime: Date.parse(launch.eventTime), gracePeriodMinutes };
  const living = instances.filter(({ state }) => state !== 'shutting-down' && state !== 'terminated');
  const inOwnGracePeriod = living.map(
    ({ instanceId, createdAt }) => [instanceId, waitsUntil(begun, createdAt, timing) ?? 0] as const,
  );
  return new Map(inOwnGracePeriod.filter(([, end]) => now.getTime() < end));
};

/** If a check is late by more than this, something delayed it: Step Functions and a cold start take less. */
const LATE_SECONDS = 5;

/**
 * Whether this is the first check since the deadline, and is late. An instance may have had an Owner at the
 * deadline, and lost it since. So this check terminates nothing: by the next one, it is known whether the loss
 * began a new grace period.
 *
 * @param observedAt when the instances had been read, in milliseconds since the epoch
 */
export const isFirstCheckLate = ({ check }: CheckInput, end: number, observedAt: number): boolean =>
  check?.until != null &&
  Date.parse(check.checkedAt) < end &&
  observedAt > Date.parse(check.until) + LATE_SECONDS * 1000;

/**
 * How long after their deadline missing instances are looked for that may have been terminated. AWS shows
 * terminated instances for an hour.
 */
const SEARCH_MINUTES = 10;

/**
 * When to check again for instances that AWS does not show, and that a run of `terminate` without an answer may
 * have terminated: they may still exist. Null if there was no such run, or they have been looked for long
 * enough.
 */
export const recheckUntilShown = (
  { answerLost, notEnded }: CheckInput,
  isAnyMissing: boolean,
  end: number,
  now: Date,
): string | null =>
  isAnyMissing && answerLost && !notEnded && now.getTime() < minutesAfter(iso(end), SEARCH_MINUTES)
    ? iso(minutesAfter(iso(now), RECHECK_MINUTES))
    : null;

/** The last of some times in milliseconds since the epoch, as ISO 8601 UTC; null if there is none. */
export const latest = (times: readonly number[]): string | null =>
  times.length === 0 ? null : iso(Math.max(...times));

/** The earlier of two times, or the only one; null if there is none. */
export const soonest = (one: string | null, other: string | null): string | null => {
  const [first = null] = [one, other].filter((time) => time !== null).sort();
  return first;
};
