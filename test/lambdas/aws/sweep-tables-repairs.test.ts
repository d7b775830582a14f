import { expect, test } from '@jest/globals';
import { repairTable } from '../../../lambdas/aws/sweep-tables.ts';
import { aTable } from './a-table.ts';

test('the checks on which an Owner was written are saved for thirty days', async () => {
  const { client, items } = aTable();
  const { find, save } = repairTable('the-table', client);
  expect(await find('i-1')).toEqual([]);
  const before = Math.floor(Date.now() / 1000);
  await save('i-1', ['2026-11-03T17:02:00Z', '2026-11-03T17:10:00Z']);
  expect(await find('i-1')).toEqual(['2026-11-03T17:02:00Z', '2026-11-03T17:10:00Z']);
  expect(await find('i-2')).toEqual([]);
  expect(items[0]).toMatchObject({ pk: { S: 'repaired#i-1' }, sk: { S: 'repaired' } });
  const kept = Number(items[0]?.expiresAt?.N) - before;
  expect(kept).toBeGreaterThanOrEqual(30 * 86_400);
  expect(kept).toBeLessThan(30 * 86_400 + 100);
});
