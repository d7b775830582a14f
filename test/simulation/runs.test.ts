import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { describeFailing } from './describe-runs.ts';
import { firstFreshSeed } from './fresh-seeds.ts';
import { buildStage } from './stage.ts';
import { Tally } from './tally.ts';
import { runSeeds } from './worker-pool.ts';

const RUNS = 300;
/** A kind of fault that none of them met gets more runs to show itself in, up to so many. */
const MAX_RUNS = 1000;
const MORE_RUNS = 50;
const THREADS = 2;

const { seed: first, of } = firstFreshSeed(join(__dirname, '..', '..'));

test(`in ${RUNS} fresh runs of ${of} all holds, and all kinds of things go wrong`, async () => {
  const stage = buildStage();
  const tally = new Tally();
  const run = (count: number): Promise<void> =>
    runSeeds({ from: first + tally.runs, count }, THREADS, stage, (report) => tally.add(report));
  await run(RUNS);
  while (tally.missing().length > 0 && tally.runs < MAX_RUNS) await run(MORE_RUNS);
  expect(tally.failing.map(describeFailing).join('\n')).toBe('');
  expect(tally.missing()).toEqual([]);
  // A run in which nothing happens proves nothing.
  expect(tally.ended).toBeGreaterThan(RUNS);
  // A minute alone; a machine that does more at a time takes longer.
}, 900_000);
