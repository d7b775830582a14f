import { judging } from '../seen/judging.ts';
import type { SeenMail } from '../seen/mail.ts';
import type { Injection, Life, Seen } from '../seen/seen.ts';

const isByHand = ({ kind }: Injection): boolean => kind === 'by-hand' || kind === 'redriven';

/** When an administrator last began the grace period of its launch anew: what was told before is no longer so. */
export const begunByHand = ({ reservationId }: Life, { injections }: Pick<Seen, 'injections'>): number =>
  Math.max(
    0,
    ...injections
      .filter(
        ({ kind, what }) => kind === 'by-hand' && what.includes(reservationId) && what.endsWith('is started'),
      )
      .map(({ at }) => at),
  );

/**
 * Whether an administrator stopped what judged an instance after a mail told its deadline, and whoever judges it now began
 * since, warned of it anew, and knows nothing of what was told.
 */
export const isTakenOver = (
  mail: SeenMail,
  life: Life,
  at: number,
  warnings: readonly SeenMail[],
  seen: Pick<Seen, 'injections' | 'executions'>,
): boolean => {
  const { instanceId, reservationId } = life;
  const open = judging(life, at, seen);
  return seen.injections.some((one) => {
    const isAbout = one.what.includes(instanceId) || one.what.includes(reservationId);
    return (
      isByHand(one) &&
      isAbout &&
      one.what.endsWith('is stopped') &&
      one.at >= mail.at &&
      open.length > 0 &&
      open.every(({ from }) => from >= one.at && warnings.some((other) => other.at >= from))
    );
  });
};
