import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { describeFailing } from './describe-runs.ts';
import { firstFreshSeed } from './fresh-seeds.ts';
import { buildStage } from './stage.ts';
import { Tally } from './tally.ts';
import { runSeeds } from './worker-pool.ts';

const RUNS = 300;
/** If a kind of fault never struck, more runs are played, up to this many. */
const MAX_RUNS = 1000;
const MORE_RUNS = 50;
const THREADS = 2;

const { seed: first, of } = firstFreshSeed(join(__dirname, '..', '..'));

test(`${RUNS} fresh runs of ${of} break no rule, and every kind of fault strikes`, async () => {
  const stage = buildStage();
  const tally = new Tally();
  const run = (count: number): Promise<void> =>
    runSeeds({ from: first + tally.runs, count }, THREADS, stage, (report) => tally.add(report));
  await run(RUNS);
  while (tally.missing().length > 0 && tally.runs < MAX_RUNS) await run(MORE_RUNS);
  expect(tally.failing.map(describeFailing).join('\n')).toBe('');
  expect(tally.missing()).toEqual([]);
  // Runs without terminations would prove nothing.
  expect(tally.ended).toBeGreaterThan(RUNS);
  // The runs take a minute on an idle machine, and longer on a busy one.
}, 900_000);
