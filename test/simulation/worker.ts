import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { Template } from '../../local/template/template.ts';
import { reportOf } from './run-report.ts';
import { simulate } from './simulate.ts';

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
    unnoticed: Stacks,
  })
  .parse(workerData);
const Seeds = z.array(z.number());

// The interpreter throws an error for every string and number that a path leads to, and nobody reads the stacks.
Error.stackTraceLimit = 0;

// Runs need a thread of their own, since the virtual clock replaces the timers of the whole thread.
parentPort?.on('message', async (message: unknown) => {
  for (const seed of Seeds.parse(message)) {
    parentPort?.postMessage(reportOf(await simulate(seed, stage)));
  }
});
