import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { describeFailing } from './describe-runs.ts';
import { firstFreshSeed } from './fresh-seeds.ts';
import { reportOf } from './run-report.ts';
import { simulate } from './simulate.ts';
import { buildStage } from './stage.ts';
import { Tally } from './tally.ts';

/** `npm run simulate -- --fresh` plays many more of them in CI, and demands that every kind of fault strikes. */
const RUNS = 20;

const { seed, of } = firstFreshSeed(join(import.meta.dirname, '..', '..'));

test(`${RUNS} fresh runs of ${of} break no rule`, async () => {
  const tally = new Tally();
  const stage = buildStage();
  for (let index = 0; index < RUNS; index += 1) tally.add(reportOf(await simulate(seed + index, stage)));
  expect(tally.failing.map(describeFailing).join('\n')).toBe('');
  // Runs without terminations would prove nothing.
  expect(tally.ended).toBeGreaterThan(RUNS);
});
