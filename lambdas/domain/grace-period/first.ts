import { minutesAfter } from '../instant.ts';
import { judging, type Named, type Open } from '../sweep/covered.ts';
import { endOfYouth, type Timing, warningTime } from './deadline.ts';
import { executionName } from './execution-name.ts';
import type { GracePeriodInput } from './input.ts';

/**
 * Whether another grace period of the same instances may have begun before: not that of a launch whose record came in time,
 * which is always the first.
 */
export const mayBeSecond = ({ launch, cause, warnAt }: GracePeriodInput, timing: Timing): boolean =>
  cause !== 'launch' || Date.parse(warnAt) > warningTime(launch.eventTime, timing);

/**
 * Whether an execution waits with an instance until the launch's own grace period is over: its Owner was taken away while
 * that ran.
 */
export const isYoungFor = (
  { cause, eventTime }: Pick<Open, 'cause' | 'eventTime'>,
  createdAt: string | null,
  { gracePeriodMinutes }: Timing,
): createdAt is string =>
  cause === 'untagged' &&
  createdAt !== null &&
  eventTime !== null &&
  eventTime < minutesAfter(createdAt, gracePeriodMinutes);

/** Whether the instance's Owner was taken away since the deadline, and an execution has begun for that. */
export const isBegunAnew = (
  instance: Pick<Named, 'region' | 'instanceId'>,
  deadline: number,
  open: readonly Open[],
): boolean =>
  judging({ ...instance, reservationId: null, clientToken: null }, open).some(
    ({ cause, eventTime }) => cause === 'untagged' && eventTime !== null && eventTime >= deadline,
  );

/** Since when an execution judges an instance, in milliseconds since the epoch. */
const beginningFor = (one: Open, createdAt: string | null, timing: Timing): number =>
  isYoungFor(one, createdAt, timing) ? Math.max(one.startedAt, endOfYouth(createdAt, timing)) : one.startedAt;

/**
 * Of two grace periods of one instance, the one that began first judges it, and the other leaves it alone as long as that is
 * open: two would tell two deadlines. Both come to the same answer, whichever looks; of one that is not in the list, nothing
 * is known.
 */
export const isAnotherFirst = (
  { launch, cause }: Pick<GracePeriodInput, 'launch' | 'cause'>,
  instance: Named & { readonly createdAt: string | null },
  open: readonly Open[],
  timing: Timing,
): boolean => {
  const name = executionName(launch, cause);
  const own = open.find((one) => one.name === name);
  if (!own) return false;
  const since = beginningFor(own, instance.createdAt, timing);
  return judging(instance, open).some((one) => {
    const before = beginningFor(one, instance.createdAt, timing) - since;
    return one.name !== name && (before < 0 || (before === 0 && one.name < name));
  });
};
