import * as z from 'zod/mini';
import { minutesAfter } from '../instant.ts';

/** The minutes that a launch has, as configured. */
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
 * How long CloudTrail has to tell whose launch it was, where no record came: what is looked up at once is there by then,
 * and the first warning finds its reader.
 */
export const LOOK_UP_MINUTES = 1;

/** When is warned of what did not begin with a launch; in milliseconds since the epoch. */
export const lateWarningTime = (eventTime: string): number => minutesAfter(eventTime, LOOK_UP_MINUTES);

/** CloudTrail delivers a record within minutes, as a rule; so much later than its grace period, it is late or lost. */
const RECORD_DELAY_MINUTES = 5;

/**
 * Until when a launch of `launchedAt` is its record's matter: its own execution judges it, or is about to; in
 * milliseconds since the epoch. After that a sweep takes it up.
 */
export const ownGracePeriodEnd = (launchedAt: string, { gracePeriodMinutes }: Timing): number =>
  minutesAfter(launchedAt, gracePeriodMinutes + RECORD_DELAY_MINUTES);

/**
 * When what was warned of at `warnedAt` may end, in milliseconds since the epoch: the grace period from the
 * record's eventTime, and never less than the minimum notice after the warning.
 */
export const deadline = (eventTime: string, warnedAt: string | null, timing: Timing): number =>
  Math.max(
    minutesAfter(eventTime, timing.gracePeriodMinutes),
    warnedAt === null ? 0 : minutesAfter(warnedAt, timing.minimumNoticeMinutes),
  );

/** A verdict is acted on for so long: a redrive or a long retry must not act on yesterday's look. */
export const FRESH_SECONDS = 60;

/** How old a check is, in seconds; not a number if its time cannot be read. */
export const ageOf = (checkedAt: string, now: Date): number => (now.getTime() - Date.parse(checkedAt)) / 1000;

/** Whether a check may be acted on. Negated, so that a time that cannot be read is stale too. */
export const isStale = (ageSeconds: number): boolean => !(ageSeconds <= FRESH_SECONDS);
