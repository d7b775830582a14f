import { AsyncLocalStorage } from 'node:async_hooks';
import { SECOND } from '../time.ts';

/** The error of a function's run that was killed from outside: it stops in the middle and reports nothing. */
class Killed extends Error {
  override readonly name = 'Runtime.ExitError';
}

const runs = new AsyncLocalStorage<() => void>();

/** Runs a function so that `die` can end the run. */
export const killable = (run: () => Promise<unknown>): Promise<unknown> =>
  new Promise((resolve, reject) => {
    runs.run(
      () => reject(new Killed('RequestId: 0 Error: Runtime exited with error: signal: killed')),
      () => run().then(resolve, reject),
    );
  });

/** Ends the run that calls it after some seconds. The caller waits for ever, so it cannot catch this. */
export const die = (seconds: number): Promise<never> => {
  const end = runs.getStore();
  if (end) setTimeout(end, seconds * SECOND);
  return new Promise(() => {});
};
