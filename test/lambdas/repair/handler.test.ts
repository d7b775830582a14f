import { expect, test } from '@jest/globals';
import { createHandler } from '../../../lambdas/repair/handler.ts';
import { aLog } from '../a-log.ts';

const environment = { OWNER_TAG_KEY: 'Owner', REPAIR_ROLE_NAME: 'tag-enforcement-repair' };

/** Repairs, where EC2 refuses the order that holds the instance given. */
const repair = async (
  orders: readonly unknown[],
  refuse?: { instanceId: string; error: unknown },
  age = 0,
) => {
  const calls: unknown[] = [];
  const handler = createHandler(environment, {
    tagInstances:
      (roleName) =>
      async (...call) => {
        calls.push([roleName, ...call]);
        if (refuse && call[2].includes(refuse.instanceId)) throw refuse.error;
      },
    log: aLog(),
  });
  const checkedAt = new Date(Date.now() - age * 1000).toISOString();
  return {
    results: await handler({ accountId: '422448306679', region: 'us-west-2', checkedAt, orders }),
    calls,
  };
};

const orders = [
  { owner: 'bob@ucsc.edu', instanceIds: ['i-1', 'i-2'] },
  { owner: 'shared', instanceIds: ['i-3'] },
];

test('each Owner is written once, on all instances that mean it', async () => {
  const { results, calls } = await repair(orders);
  const place = ['tag-enforcement-repair', '422448306679', 'us-west-2'];
  expect(calls).toEqual([
    [...place, ['i-1', 'i-2'], { key: 'Owner', value: 'bob@ucsc.edu' }],
    [...place, ['i-3'], { key: 'Owner', value: 'shared' }],
  ]);
  expect(results).toEqual([
    { result: 'repaired', reason: 'near-miss', instanceIds: ['i-1', 'i-2'] },
    { result: 'repaired', reason: 'near-miss', instanceIds: ['i-3'] },
  ]);
});

test('an Owner that is inherited is written too, and told apart', async () => {
  const inherit = { owner: 'bob@ucsc.edu', why: 'inherited', instanceIds: ['i-4'] };
  const { results, calls } = await repair([inherit, ...orders], {
    instanceId: 'i-3',
    error: new Error('not allowed'),
  });
  expect(calls[0]).toEqual([
    'tag-enforcement-repair',
    '422448306679',
    'us-west-2',
    ['i-4'],
    { key: 'Owner', value: 'bob@ucsc.edu' },
  ]);
  expect(results).toMatchObject([
    { result: 'inherited', reason: 'inheritable', instanceIds: ['i-4'] },
    { result: 'repaired' },
    { result: 'failed' },
  ]);
});

test('what EC2 refuses is reported by name, and the other Owners are written', async () => {
  const error = Object.assign(new Error('not allowed'), { name: 'UnauthorizedOperation' });
  const { results } = await repair(orders, { instanceId: 'i-2', error });
  expect(results).toEqual([
    { result: 'failed', reason: 'UnauthorizedOperation', instanceIds: ['i-1', 'i-2'] },
    { result: 'repaired', reason: 'near-miss', instanceIds: ['i-3'] },
  ]);
});

test('a refusal that is no Error is a failure too', async () => {
  const { results } = await repair(orders, { instanceId: 'i-3', error: 'nothing' });
  expect(results[1]).toEqual({ result: 'failed', reason: 'unknown', instanceIds: ['i-3'] });
});

test('an input of another shape repairs nothing', async () => {
  await expect(repair([{ owner: 'shared' }])).rejects.toThrow();
});

test('nothing is written on a check older than a minute: somebody may have written their own Owner since', async () => {
  const { results, calls } = await repair(orders, undefined, 61);
  expect(calls).toEqual([]);
  expect(results).toMatchObject([
    { result: 'failed', reason: 'StaleVerdict' },
    { result: 'failed', reason: 'StaleVerdict' },
  ]);
});
