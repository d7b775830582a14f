import { jest } from '@jest/globals';
import { at } from './at.ts';

/** Runs something that waits, in fake time from the launch on. Returns its result, and the milliseconds that passed. */
export const inFakeTime = async <Result>(run: () => Promise<Result>) => {
  jest.useFakeTimers({ now: at(0) });
  try {
    const running = run();
    // Awaited together: a failure before the timers have run would else be nobody's, and end the worker.
    const [result] = await Promise.all([running, jest.runAllTimersAsync()]);
    return { result, took: Date.now() - at(0).getTime() };
  } finally {
    jest.useRealTimers();
  }
};
