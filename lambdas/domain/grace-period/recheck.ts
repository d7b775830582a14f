import type { Instance } from '../instances.ts';
import { iso, minutesAfter } from '../instant.ts';
import type { Origin } from '../launcher/origin.ts';
import type { Timing } from './deadline.ts';
import type { CheckInput } from './input.ts';
import { waitsUntil } from './open-grace-periods.ts';

/** What AWS does not show yet, and what another execution judges, is looked at again after so long. */
export const RECHECK_MINUTES = 2;

/** Since when something that launched instances is not found: the first of the checks in a row that missed one. */
export const missingSince = ({ check }: CheckInput, origins: readonly Origin[], now: Date): string | null =>
  origins.some(({ isNotFound }) => isNotFound) ? (check?.originMissingSince ?? iso(now)) : null;

/**
 * Whether what launched instances is looked for no more: after a whole grace period. AWS shows late what there is, but by
 * seconds or minutes; what it never shows has ended more than an hour ago, or is in another Region, and no instance is to
 * live for ever because of it.
 */
export const isLongMissing = (since: string | null, { gracePeriodMinutes }: Timing, now: Date): boolean =>
  since !== null && now.getTime() >= minutesAfter(since, gracePeriodMinutes);

/**
 * Instances whose Owner was taken away while their launch's own grace period runs, and when that is over: it judges them,
 * though its record may come after the event of the tag, and two would warn of them. Who launched them with an Owner has no
 * such execution: therefore what lives then is looked at again. What has ended is not waited for: the breaker's mail would say
 * that it is held.
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

/** What comes later than this was kept from coming: Step Functions and a cold start take less. */
const LATE_SECONDS = 5;

/**
 * Whether the first look since the deadline was late: an Owner may have been there, and be taken away since. Nothing ends on
 * this look, but on the next: by then it is known whether that began a grace period of its own.
 *
 * @param observedAt when the instances had been read, in milliseconds since the epoch
 */
export const isFirstCheckLate = ({ check }: CheckInput, end: number, observedAt: number): boolean =>
  check?.until != null &&
  Date.parse(check.checkedAt) < end &&
  observedAt > Date.parse(check.until) + LATE_SECONDS * 1000;

/** So long after their deadline what may have ended, and is not shown, is looked for: AWS shows what has ended for an hour. */
const SEARCH_MINUTES = 10;

/**
 * When to look again at instances that AWS does not show, while a run of `terminate` that gave no answer may have ended them:
 * an empty answer does not tell, and they may live. Null where nothing was asked, or it was for long enough.
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

/** The last of some times in milliseconds since the epoch; null if there is none. */
export const latest = (times: readonly number[]): string | null =>
  times.length === 0 ? null : iso(Math.max(...times));

/** The earlier of two times, or the only one. */
export const soonest = (one: string | null, other: string | null): string | null => {
  const [first = null] = [one, other].filter((time) => time !== null).sort();
  return first;
};
