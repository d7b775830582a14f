import type { ReadPause } from '../aws/read-pause.ts';
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
