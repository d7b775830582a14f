import { mayHaveBeenCarriedOut } from '../aws/carried-out.ts';
import type { ReadPause } from '../aws/read-pause.ts';
import { ageOf, isStale } from '../domain/grace-period/age-of.ts';
import {
  ActRefused,
  EnforcementPaused,
  NotFinished,
  TerminationRefused,
} from '../domain/grace-period/errors.ts';

/** What a call gave, and whether an earlier try of it may have been carried out although it gave nothing. */
export type Acted<Result> = { readonly answer: Result; readonly mayHaveActed: boolean };

/**
 * Makes a call of EC2, and makes it again while that may help. `what` says whether it changes something: a question whose
 * answer was lost has done nothing.
 *
 * @throws EnforcementPaused when enforcement is paused, and no try of it can have been carried out
 * @throws NotFinished when the verdict has become too old; or it is paused, and a try may have been carried out
 * @throws TerminationRefused, ActRefused as the call throws them: no repetition changes that
 */
export type Act = <Result>(
  what: 'change' | 'question',
  call: () => Promise<Result>,
) => Promise<Acted<Result>>;

/** Milliseconds: a quarter of a second, doubled up to four, full jitter. A minute holds some thirty tries. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 4000;

const wait = (tries: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries));
  });

const isFinal = (error: unknown): boolean =>
  error instanceof EnforcementPaused ||
  error instanceof NotFinished ||
  error instanceof TerminationRefused ||
  error instanceof ActRefused;

const isUnauthorized = (error: unknown): error is TerminationRefused | ActRefused =>
  (error instanceof TerminationRefused || error instanceof ActRefused) && error.why === 'unauthorized';

/**
 * Looks before each try whether enforcement is paused and the verdict still fresh: the SDK's own repetitions do neither.
 * What is found paused once stays so: what was held is not ended after all because the pause was short.
 *
 * @param isRetry whether a run before this one, on the same verdict, gave no answer: all of it may have been carried out
 */
export const actWhileFresh = (checkedAt: string, readPause: ReadPause, isRetry: boolean): Act => {
  let isPaused = false;
  return async (what, call) => {
    let mayHaveActed = isRetry;
    let last: unknown;
    const refuseStale = (): void => {
      if (!isStale(ageOf(checkedAt, new Date()))) return;
      const reason = last instanceof Error ? last.name : 'stale-verdict';
      throw new NotFinished(reason, mayHaveActed, { cause: last });
    };
    for (let tries = 0; ; tries += 1) {
      refuseStale();
      try {
        isPaused ||= await readPause();
        if (isPaused) throw mayHaveActed ? new NotFinished('paused', true) : new EnforcementPaused();
        // Once more: reading may have taken long.
        refuseStale();
        return { answer: await call(), mayHaveActed };
      } catch (error) {
        // Tagged since, an ending instance is refused like one that lives: another look tells them apart.
        if (isUnauthorized(error) && mayHaveActed) throw new NotFinished(error.why, true, { cause: error });
        if (isFinal(error)) throw error;
        mayHaveActed ||= what === 'change' && mayHaveBeenCarriedOut(error);
        last = error;
      }
      await wait(tries);
    }
  };
};
