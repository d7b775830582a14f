import { withGlobal } from '@sinonjs/fake-timers';

/** Time that passes only when told to: everything that waits in this process waits for it. */
export type VirtualClock = {
  /** Lets time pass up to an instant (milliseconds since the epoch), and every timer due until then. */
  readonly until: (instant: number) => Promise<void>;
  /** Lets time pass until nothing waits any more. */
  readonly toTheEnd: () => Promise<void>;
};

/**
 * Runs under virtual time that begins at an instant (milliseconds since the epoch). Date, setTimeout and
 * clearTimeout are replaced for the whole process, and given back at the end, whatever happens. So is Math.random:
 * what draws lots, such as the jitter of a retry, draws the middle, and a run can be repeated.
 */
export const inVirtualTime = async <Result>(
  begin: number,
  run: (clock: VirtualClock) => Promise<Result>,
): Promise<Result> => {
  const clock = withGlobal(globalThis).install({
    now: begin,
    toFake: ['Date', 'setTimeout', 'clearTimeout'],
  });
  const random = Math.random;
  Math.random = () => 0.5;
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
    clock.uninstall();
  }
};
