import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { sweepNoteTable } from '../../../lambdas/aws/sweep-tables.ts';
import { at } from '../at.ts';
import { instanceIds } from '../instance-ids.ts';
import { aTable } from './a-table.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: at(0) });
});
afterEach(() => {
  jest.useRealTimers();
});

const DAY = 24 * 60;

test.each([
  ['stopped', 30],
  ['held', 1],
] as const)('the note %s is kept for %d days', async (kind, days) => {
  const { client, items } = aTable();
  const table = sweepNoteTable('a-table', client);
  await table.save(kind, ['i-1', 'i-2']);
  expect(items).toMatchObject([
    { pk: { S: `${kind}#i-1` }, sk: { S: kind } },
    { pk: { S: `${kind}#i-2` }, sk: { S: kind } },
  ]);
  jest.setSystemTime(at(days * DAY - 1));
  expect(await table.find(kind, ['i-2', 'i-3', 'i-1'])).toEqual(['i-2', 'i-1']);
  jest.setSystemTime(at(days * DAY));
  expect(await table.find(kind, ['i-1', 'i-2'])).toEqual([]);
});

test('stopped and held are different notes', async () => {
  const { client } = aTable();
  const table = sweepNoteTable('a-table', client);
  await table.save('held', ['i-1']);
  expect(await table.find('stopped', ['i-1'])).toEqual([]);
});

test('the notes of 1,000 instances are saved and found, each once', async () => {
  const { client, items } = aTable();
  const table = sweepNoteTable('a-table', client);
  const ids = instanceIds(1000);
  await table.save('held', ids);
  await table.save('held', ids);
  expect(items).toHaveLength(1000);
  expect(await table.find('held', ids)).toEqual(ids);
});
