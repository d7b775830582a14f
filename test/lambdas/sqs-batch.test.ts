import { describe, expect, jest, test } from '@jest/globals';
import * as z from 'zod/mini';
import { log } from '../../lambdas/log.ts';
import { type MessageResult, sqsBatchHandler } from '../../lambdas/sqs-batch.ts';
import { aBatch, handedBack } from './a-batch.ts';
import { aLog } from './a-log.ts';

const ORDERS = ['at-once', 'one-by-one'] as const;
const Body = z.object({ name: z.string() });

describe.each(ORDERS)('messages taken %s', (order) => {
  test('fail alone if they are no JSON, have another shape, or cannot be handled', async () => {
    const taken: string[] = [];
    const log = aLog();
    const take = async ({ name }: z.infer<typeof Body>): Promise<MessageResult> => {
      if (name === 'poison') throw new Error('refused');
      taken.push(name);
      return 'done';
    };
    const handler = sqsBatchHandler({ order, body: Body, handle: take }, log);
    const response = await handler(
      aBatch([{ name: 'first' }, '{"name":', { name: 7 }, { name: 'poison' }, { name: 'last' }]),
    );
    expect(handedBack(response)).toEqual(['message-1', 'message-2', 'message-3']);
    expect(taken).toEqual(['first', 'last']);
    expect(log.lines).toEqual(Array(3).fill('message-failed'));
  });

  test('may be returned without an error, and have the number of their deliveries', async () => {
    const log = aLog();
    const deliveries: number[] = [];
    const take = async (_body: unknown, times: number): Promise<MessageResult> => {
      deliveries.push(times);
      return times < 3 ? 'retry' : 'done';
    };
    const handler = sqsBatchHandler({ order, body: z.unknown(), handle: take }, log);
    expect(handedBack(await handler(aBatch([1], 2)))).toEqual(['message-0']);
    expect(handedBack(await handler(aBatch([1], 3)))).toEqual([]);
    expect(handedBack(await handler({ Records: [{ messageId: 'without-attributes', body: '1' }] }))).toEqual([
      'without-attributes',
    ]);
    expect(deliveries).toEqual([2, 3, 1]);
    expect(log.lines).toEqual([]);
  });
});

test.each(ORDERS)('messages taken %s: each of their log lines names its message', async (order) => {
  const lines: string[] = [];
  const write = jest
    .spyOn(process.stdout, 'write')
    .mockImplementation((line) => lines.push(String(line)) > 0);
  const functionLog = log();
  const take = async (name: unknown): Promise<MessageResult> => {
    await Promise.resolve();
    functionLog.info('user-stored', { name });
    return 'done';
  };
  await sqsBatchHandler({ order, body: z.unknown(), handle: take }, functionLog)(aBatch([1, 2]));
  write.mockRestore();
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { messageId: 'message-0', name: 1 },
    { messageId: 'message-1', name: 2 },
  ]);
});

test.each([
  ['at-once', ['start 1', 'start 2', 'end 1', 'end 2']],
  ['one-by-one', ['start 1', 'end 1', 'start 2', 'end 2']],
] as const)('messages are handled %s', async (order, expected) => {
  const seen: string[] = [];
  const take = async (name: unknown): Promise<MessageResult> => {
    seen.push(`start ${name}`);
    await Promise.resolve();
    seen.push(`end ${name}`);
    return 'done';
  };
  await sqsBatchHandler({ order, body: z.unknown(), handle: take }, aLog())(aBatch([1, 2]));
  expect(seen).toEqual(expected);
});

test('an event that is no batch is an error', async () => {
  const handler = sqsBatchHandler(
    { order: 'at-once', body: z.unknown(), handle: async () => 'done' },
    aLog(),
  );
  await expect(handler({ source: 'aws.scheduler' })).rejects.toThrow();
});
