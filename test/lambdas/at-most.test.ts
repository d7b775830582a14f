import { expect, test } from '@jest/globals';
import { atMost } from '../../lambdas/at-most.ts';

test('so many run at once, all run, and the results stand in their order', async () => {
  let running = 0;
  let most = 0;
  const results = await atMost(3, [5, 1, 4, 2, 3, 0, 6], async (turns) => {
    running++;
    most = Math.max(most, running);
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    running--;
    return turns * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30, 0, 60]);
  expect(most).toBe(3);
});

test('of nothing there is nothing to run', async () => {
  expect(await atMost(3, [], async () => 'never')).toEqual([]);
});

test('a failure is thrown', async () => {
  const run = atMost(2, [1, 2, 3], async (one) => {
    if (one === 2) throw new Error('two');
    return one;
  });
  await expect(run).rejects.toThrow('two');
});
