import * as z from 'zod/mini';
import { minutesAfter } from '../instant.ts';

/** The minutes of a grace period, as configured. */
export const Timing = z.object({
  gracePeriodMinutes: z.number(),
  warnAfterMinutes: z.number(),
  minimumNoticeMinutes: z.number(),
});
export type Timing = z.infer<typeof Timing>;

/** When the launcher is warned, if the instances are not compliant by then; in milliseconds since the epoch. */
export const warningTime = (eventTime: string, timing: Timing): number =>
  minutesAfter(eventTime, timing.warnAfterMinutes);

/**
 * How long a warning waits where no record of the launch came. By then CloudTrail has been asked for the
 * launcher, and the warning can go to them.
 */
export const LOOK_UP_MINUTES = 1;

/** When the warning comes in a grace period that no launch began; in milliseconds since the epoch. */
export const lateWarningTime = (eventTime: string): number => minutesAfter(eventTime, LOOK_UP_MINUTES);

/**
 * CloudTrail usually delivers a record within minutes. This long after the grace period, a record is late or
 * lost.
 */
const RECORD_DELAY_MINUTES = 5;

/**
 * Until when the execution of a launch at `launchedAt` judges its instances, even if its record comes late; in
 * milliseconds since the epoch. After that a sweep takes them up.
 */
export const ownGracePeriodEnd = (launchedAt: string, { gracePeriodMinutes }: Timing): number =>
  minutesAfter(launchedAt, gracePeriodMinutes + RECORD_DELAY_MINUTES);

/**
 * When an instance that was warned of at `warnedAt` may be terminated, in milliseconds since the epoch: after
 * the grace period from the record's eventTime, and no sooner than the minimum notice after the warning.
 */
export const deadline = (eventTime: string, warnedAt: string | null, timing: Timing): number =>
  Math.max(
    minutesAfter(eventTime, timing.gracePeriodMinutes),
    warnedAt === null ? 0 : minutesAfter(warnedAt, timing.minimumNoticeMinutes),
  );

/** How long a verdict may be acted on: a redrive or a long retry must not act on an old check. */
const FRESH_SECONDS = 60;

/** The age of a check in seconds; NaN if its time cannot be read. */
export const ageOf = (checkedAt: string, now: Date): number => (now.getTime() - Date.parse(checkedAt)) / 1000;

/** Whether a check is too old to act on. The comparison is negated, so that NaN counts as stale. */
export const isStale = (ageSeconds: number): boolean => !(ageSeconds <= FRESH_SECONDS);
