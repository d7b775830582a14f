import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { Template } from '../../local/template/template.ts';
import { reportOf } from './run-report.ts';
import { simulate } from './simulate.ts';

/** Spares a thread that plays many runs what none of them shows. */
const spare = (): void => {
  // The interpreter throws an error for every text and number that a path leads to: nobody reads their stacks.
  Error.stackTraceLimit = 0;
  // A mail makes a format for each time that it tells, and the formats are the same few.
  const made = new Map<string, object>();
  Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, {
    construct: (format, words) => {
      const key = JSON.stringify(words);
      const known = made.get(key) ?? new format(...words);
      made.set(key, known);
      return known;
    },
  });
};

const Stacks = z.array(
  z.object({ name: z.string(), accountId: z.string(), region: z.string(), template: Template }),
);
const stage = z
  .object({
    usual: Stacks,
    strict: Stacks,
    mistaken: Stacks,
    unmatched: Stacks,
    dry: Stacks,
    without: Stacks,
    longer: Stacks,
    shorter: Stacks,
  })
  .parse(workerData);
const Seeds = z.array(z.number());

spare();

// A thread of its own: the virtual clock replaces what the whole thread calls.
parentPort?.on('message', async (message: unknown) => {
  for (const seed of Seeds.parse(message)) {
    parentPort?.postMessage(reportOf(await simulate(seed, stage)));
  }
});
