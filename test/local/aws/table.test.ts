import { describe, expect, test } from '@jest/globals';
import { Table } from '../../../local/aws/tables.ts';
import { inVirtualTime } from '../../../local/virtual-clock.ts';

describe('the embedded table', () => {
  test('returns an item by both of its keys, and a sorted partition', () => {
    const table = new Table();
    table.put('user', 'b', 2);
    table.put('user', 'a', 1);
    table.put('user-id', 'a', 3);
    expect([table.get('user', 'a'), table.get('user', 'c'), table.query('user')]).toEqual([
      1,
      undefined,
      [1, 2],
    ]);
    table.delete('user', 'a');
    expect(table.query('user')).toEqual([2]);
  });

  test('returns no item that has expired', async () => {
    const table = new Table();
    await inVirtualTime(0, async (clock) => {
      table.put('session', 'a', 1, 5_000);
      await clock.until(4_999);
      expect(table.query('session')).toEqual([1]);
      await clock.until(5_000);
      expect([table.get('session', 'a'), table.query('session')]).toEqual([undefined, []]);
    });
  });
});
