import { expect, test } from '@jest/globals';
import { simulate } from './simulate.ts';
import { buildStage } from './stage.ts';

test('the same seed gives the same run, after any other run', async () => {
  const stage = buildStage();
  const linesOf = async (seed: number) => (await simulate(seed, stage)).eventLog.lines();
  const first = await linesOf(7);
  const other = await linesOf(8);
  expect(await linesOf(7)).toEqual(first);
  expect(other).not.toEqual(first);
});
