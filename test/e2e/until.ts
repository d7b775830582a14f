import { setTimeout as sleep } from 'node:timers/promises';
import { interrupt } from './interrupt.ts';

/** The interval between attempts, in milliseconds. */
const PAUSE_MS = 500;

/**
 * Repeats a question until there is an answer.
 *
 * @param what names the answer in the error, after "Waited … for"
 * @throws Error when the seconds have passed, or at an interrupt
 */
export const until = async <T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | false | undefined>,
): Promise<T> => {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== false && answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`Waited ${seconds} s in vain for ${what}`);
    await sleep(PAUSE_MS, undefined, { signal: interrupt });
  }
};
