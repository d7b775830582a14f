import { judging } from '../observed/judging.ts';
import type { SeenMail } from '../observed/mail.ts';
import type { Injection, InstanceHistory, Observations } from '../observed/seen.ts';

const isByHand = ({ kind }: Injection): boolean => kind === 'by-hand' || kind === 'redriven';

/** When an administrator last started a new grace period of the launch by hand; 0 if never. Earlier warnings no longer count. */
export const begunByHand = (
  { reservationId }: InstanceHistory,
  { injections }: Pick<Observations, 'injections'>,
): number =>
  Math.max(
    0,
    ...injections
      .filter(
        ({ kind, what }) => kind === 'by-hand' && what.includes(reservationId) && what.endsWith('is started'),
      )
      .map(({ at }) => at),
  );

/**
 * Whether an administrator stopped the execution behind a warning, and the executions that judge the instance now sent their
 * first warnings later. They do not know the deadline of that warning.
 */
export const isTakenOver = (
  mail: SeenMail,
  instance: InstanceHistory,
  at: number,
  warnings: readonly SeenMail[],
  observed: Pick<Observations, 'injections' | 'executions'>,
): boolean => {
  const { instanceId, reservationId } = instance;
  const open = judging(instance, at, observed);
  return observed.injections.some((one) => {
    const isAbout = one.what.includes(instanceId) || one.what.includes(reservationId);
    return (
      isByHand(one) &&
      isAbout &&
      one.what.endsWith('is stopped') &&
      one.at >= mail.at &&
      open.length > 0 &&
      open.every(({ from }) => {
        const own = warnings.filter((other) => other.at >= from);
        return own.length > 0 && own.every((other) => other.at >= one.at);
      })
    );
  });
};
