import type { ReadPause } from '../aws/read-pause.ts';
import { EnforcementPaused } from '../domain/grace-period/errors.ts';

/** Makes a call, unless enforcement is paused. */
export type PauseGate = <Result>(call: () => Promise<Result>) => Promise<Result>;

/**
 * Lets calls through until enforcement is found paused, and from then on none: what was held once is not ended after
 * all because the pause was short.
 *
 * @throws EnforcementPaused instead of calling
 * @throws PauseNotReadable instead of calling
 */
export const pauseGate = (readPause: ReadPause): PauseGate => {
  let isPaused = false;
  return async (call) => {
    isPaused ||= await readPause();
    if (isPaused) throw new EnforcementPaused();
    return call();
  };
};
