import type { BreakerTable } from '../aws/breaker-table.ts';
import type { ReadPause } from '../aws/read-pause.ts';
import { type HeldCase, isHeld } from '../breaker/is-held.ts';
import type { Log } from '../log.ts';

/**
 * Whether enforcement is known to be paused. Here it only changes what a warning says: a pause that cannot be read stops
 * no judgement, and `terminate` reads it for itself.
 */
export const isKnownPaused = async (readPause: ReadPause, log: Log): Promise<boolean> => {
  try {
    return await readPause();
  } catch (error) {
    log.warn('pause not readable', { error });
    return false;
  }
};

/** The same of the breaker: `terminate` asks it again before it acts. */
export const isKnownHeld = async (
  one: HeldCase,
  breaker: Pick<BreakerTable, 'read' | 'joined'>,
  log: Log,
): Promise<boolean> => {
  try {
    return await isHeld(one, breaker);
  } catch (error) {
    log.warn('breaker not readable', { error });
    return false;
  }
};
