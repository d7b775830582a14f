import { Worker } from 'node:worker_threads';
import type { RunReport } from './run-report.ts';
import type { Stage } from './stage.ts';

/** How many seeds a worker gets at a time. A small batch makes all workers end at about the same time. */
const BATCH = 10;

/** Plays seeds in `jobs` threads. An error in one thread rejects the whole. */
export const runSeeds = async (
  seeds: { readonly from: number; readonly count: number },
  jobs: number,
  stage: Stage,
  done: (report: RunReport) => void,
): Promise<void> => {
  let next = seeds.from;
  const end = seeds.from + seeds.count;
  const batch = (): number[] => {
    const those = Array.from({ length: Math.min(BATCH, end - next) }, (_, index) => next + index);
    next += those.length;
    return those;
  };

  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: stage });
      let open = 0;
      const feed = (): void => {
        const those = batch();
        open = those.length;
        if (open === 0) worker.terminate();
        else worker.postMessage(those);
      };
      worker.on('message', (report: RunReport) => {
        done(report);
        open -= 1;
        if (open === 0) feed();
      });
      worker.on('error', reject);
      worker.on('exit', () => {
        if (open === 0) resolve();
        else reject(new Error(`A thread ended before ${open} of its runs.`));
      });
      feed();
    });

  await Promise.all(Array.from({ length: Math.min(jobs, Math.ceil(seeds.count / BATCH)) }, work));
};
