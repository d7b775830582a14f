import { AsyncLocalStorage } from 'node:async_hooks';
import { SECOND } from '../time.ts';

/** A function's run that was ended from outside: what it was doing goes no further, and it tells nobody. */
class Killed extends Error {
  override readonly name = 'Runtime.ExitError';
}

const runs = new AsyncLocalStorage<() => void>();

/** A run of a function that `die` can end. */
export const killable = (run: () => Promise<unknown>): Promise<unknown> =>
  new Promise((resolve, reject) => {
    runs.run(
      () => reject(new Killed('RequestId: 0 Error: Runtime exited with error: signal: killed')),
      () => run().then(resolve, reject),
    );
  });

/** Ends the run of the function that calls it, after a while, and nothing of it can catch that: it waits for ever. */
export const die = (seconds: number): Promise<never> => {
  const end = runs.getStore();
  if (end) setTimeout(end, seconds * SECOND);
  return new Promise(() => {});
};
