import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { repairTable, sweepCountTable, sweepNoteTable } from '../../../lambdas/aws/sweep-tables.ts';
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

const expiresAfter = (days: number) => ({ N: String(at(days * DAY).getTime() / 1000) });

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

test('the number of sweeps of an instance is saved for a day', async () => {
  const { client, items } = aTable();
  const { times, save } = sweepCountTable('the-table', client);
  expect(await times('i-1')).toBe(0);
  await save('i-1', 2);
  expect(await times('i-1')).toBe(2);
  expect(await times('i-2')).toBe(0);
  expect(items).toEqual([
    { pk: { S: 'swept#i-1' }, sk: { S: 'swept' }, times: { N: '2' }, expiresAt: expiresAfter(1) },
  ]);
});

test('the checks on which an Owner was written are saved for thirty days', async () => {
  const { client, items } = aTable();
  const { find, save } = repairTable('the-table', client);
  expect(await find('i-1')).toEqual([]);
  await save('i-1', ['2026-11-03T17:02:00Z', '2026-11-03T17:10:00Z']);
  expect(await find('i-1')).toEqual(['2026-11-03T17:02:00Z', '2026-11-03T17:10:00Z']);
  expect(await find('i-2')).toEqual([]);
  expect(items[0]).toMatchObject({
    pk: { S: 'repaired#i-1' },
    sk: { S: 'repaired' },
    expiresAt: expiresAfter(30),
  });
});
