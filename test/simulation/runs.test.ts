import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { describeFailing } from './describe-runs.ts';
import { firstFreshSeed } from './fresh-seeds.ts';
import { buildStage } from './stage.ts';
import { Tally } from './tally.ts';
import { runSeeds } from './worker-pool.ts';

/** `npm run simulate -- --fresh` plays many more of them in CI, and demands that every kind of fault strikes. */
const RUNS = 40;
const THREADS = 2;

const { seed, of } = firstFreshSeed(join(import.meta.dirname, '..', '..'));

test(`${RUNS} fresh runs of ${of} break no rule`, async () => {
  const tally = new Tally();
  await runSeeds({ from: seed, count: RUNS }, THREADS, buildStage(), (report) => tally.add(report));
  expect(tally.failing.map(describeFailing).join('\n')).toBe('');
  // Runs without terminations would prove nothing.
  expect(tally.ended).toBeGreaterThan(RUNS);
});
