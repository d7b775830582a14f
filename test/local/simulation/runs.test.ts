import { expect, test } from '@jest/globals';
import { reportOf } from '../../../local/simulation/run-report.ts';
import { simulate } from '../../../local/simulation/simulate.ts';
import { buildStage } from '../../../local/simulation/stage.ts';
import { Tally } from '../../../local/simulation/tally.ts';
import { tellFailing } from '../../../local/simulation/tell.ts';

test('in 300 runs all holds, and all kinds of things go wrong', async () => {
  const stage = buildStage();
  const tally = new Tally();
  for (let seed = 1; seed <= 300; seed++) tally.add(reportOf(await simulate(seed, stage)));
  expect(tally.failing.map(tellFailing).join('\n')).toBe('');
  expect(tally.missing()).toEqual([]);
  // A run in which nothing happens proves nothing.
  expect(tally.ended).toBeGreaterThan(300);
  // Ten seconds alone; a machine that does more at a time takes longer.
}, 240_000);
