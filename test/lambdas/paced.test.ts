import { expect, test } from '@jest/globals';
import { paced } from '../../lambdas/paced.ts';
import { inFakeTime } from './in-fake-time.ts';

test('calls one after the other keep the pause between them, those that fail too', async () => {
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
