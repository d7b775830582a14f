import { withGlobal } from '@sinonjs/fake-timers';

/** A clock that advances only on request. Every timer of this process depends on it. */
type VirtualClock = {
  /** Advances to an instant (milliseconds since the epoch) and runs every timer due until then. */
  readonly until: (instant: number) => Promise<void>;
  /** Advances until no timer is left. */
  readonly toTheEnd: () => Promise<void>;
};

/**
 * Runs under virtual time that begins at an instant (milliseconds since the epoch). Date, setTimeout and clearTimeout are
 * replaced for the whole process and always restored at the end. So is Math.random: it always returns 0.5, so that the
 * jitter of a retry is the same in every run. Errors have no stack meanwhile: the interpreter of state machines throws one
 * for every path that it reads, and their stacks would take a twentieth of the time.
 */
export const inVirtualTime = async <Result>(
  begin: number,
  run: (clock: VirtualClock) => Promise<Result>,
): Promise<Result> => {
  const clock = withGlobal(globalThis).install({
    now: begin,
    toFake: ['Date', 'setTimeout', 'clearTimeout'],
  });
  const { random } = Math;
  const { stackTraceLimit } = Error;
  Math.random = () => 0.5;
  Error.stackTraceLimit = 0;
  try {
    return await run({
      until: async (instant) => {
        await clock.tickAsync(Math.max(0, instant - clock.now));
      },
      toTheEnd: async () => {
        await clock.tickAsync(0);
        while (clock.countTimers() > 0) await clock.runToLastAsync();
      },
    });
  } finally {
    Math.random = random;
    Error.stackTraceLimit = stackTraceLimit;
    clock.uninstall();
  }
};
