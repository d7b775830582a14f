import { expect, test } from '@jest/globals';
import { sweepCountTable } from '../../../lambdas/aws/sweep-tables.ts';
import { aTable } from './a-table.ts';

test('the number of sweeps of an instance is saved for a day', async () => {
  const { client, items } = aTable();
  const { times, save } = sweepCountTable('the-table', client);
  expect(await times('i-1')).toBe(0);
  const before = Math.floor(Date.now() / 1000);
  await save('i-1', 2);
  expect(await times('i-1')).toBe(2);
  expect(await times('i-2')).toBe(0);
  expect(items).toEqual([
    { pk: { S: 'swept#i-1' }, sk: { S: 'swept' }, times: { N: '2' }, expiresAt: { N: expect.any(String) } },
  ]);
  const kept = Number(items[0]?.expiresAt?.N) - before;
  expect(kept).toBeGreaterThanOrEqual(86_400);
  expect(kept).toBeLessThan(86_500);
});
