import { type Clock, install } from '@sinonjs/fake-timers';

/** What a file imports from `@jest/globals` (begin-worker.ts). */
export const { expect, test, describe, beforeAll, beforeEach, afterEach, afterAll } = globalThis;

let installed: ReturnType<typeof install> | undefined;
const clock = (): Clock => {
  if (!installed) throw new Error('No timers are faked: call jest.useFakeTimers first.');
  return installed;
};
const useRealTimers = (): void => {
  installed?.uninstall();
  installed = undefined;
};

/** What tests use of Jest's `jest`. The runner's own cannot advance timers that wait for promises. */
export const jest = {
  ...globalThis.jest,
  useRealTimers,
  useFakeTimers: ({ now }: { now?: number | Date } = {}) => {
    useRealTimers();
    installed = install(now === undefined ? {} : { now });
  },
  setSystemTime: (now: number | Date) => clock().setSystemTime(now),
  advanceTimersByTimeAsync: (milliseconds: number) => clock().tickAsync(milliseconds),
  runAllTimersAsync: () => clock().runAllAsync(),
};
