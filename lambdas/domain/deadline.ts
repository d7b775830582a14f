import * as z from 'zod/mini';
import { minutesAfter } from './instant.ts';

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
 * When what was warned of at `warnedAt` may end, in milliseconds since the epoch: the grace period from the
 * record's eventTime, and never less than the minimum notice after the warning.
 */
export const deadline = (eventTime: string, warnedAt: string | null, timing: Timing): number =>
  Math.max(
    minutesAfter(eventTime, timing.gracePeriodMinutes),
    warnedAt === null ? 0 : minutesAfter(warnedAt, timing.minimumNoticeMinutes),
  );
