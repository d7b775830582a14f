import { describe, expect, test } from '@jest/globals';
import { mapConcurrently, paced } from '../../lambdas/concurrency.ts';
import { inFakeTime } from './in-fake-time.ts';

describe('mapConcurrently', () => {
  test('runs at most this many at once, runs all, and returns the results in order', async () => {
    let running = 0;
    let most = 0;
    const results = await mapConcurrently(3, [5, 1, 4, 2, 3, 0, 6], async (turns) => {
      running++;
      most = Math.max(most, running);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      running--;
      return turns * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30, 0, 60]);
    expect(most).toBe(3);
  });

  test('runs nothing without items', async () => {
    expect(await mapConcurrently(3, [], async () => 'never')).toEqual([]);
  });

  test('throws a failure', async () => {
    const run = mapConcurrently(2, [1, 2, 3], async (one) => {
      if (one === 2) throw new Error('two');
      return one;
    });
    await expect(run).rejects.toThrow('two');
  });
});

describe('paced', () => {
  test('calls one after another keep the pause between them, including those that fail', async () => {
    const starts: number[] = [];
    const call = paced(250, async (fails: boolean) => {
      starts.push(Date.now());
      if (fails) throw new Error('refused');
      return 'an answer';
    });
    const { result, took } = await inFakeTime(async () => [
      await call(false),
      await call(true).catch((error: Error) => error.message),
      await call(false),
    ]);
    expect(result).toEqual(['an answer', 'refused', 'an answer']);
    const [first = 0] = starts;
    expect(starts.map((start) => start - first)).toEqual([0, 250, 500]);
    expect(took).toBe(750);
  });
});
