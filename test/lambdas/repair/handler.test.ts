import { expect, test } from '@jest/globals';
import { SessionPolicyTooLarge, WriteRefused } from '../../../lambdas/domain/grace-period/errors.ts';
import type { TagOrder } from '../../../lambdas/domain/grace-period/repair.ts';
import { createHandler } from '../../../lambdas/repair/handler.ts';
import { aLog } from '../a-log.ts';
import { instanceIds } from '../instance-ids.ts';

const environment = {
  OWNER_TAG_KEY: 'Owner',
  REPAIR_ROLE_NAME: 'tag-enforcement-repair',
  TABLE_NAME: 'tag-enforcement',
};

type World = {
  /** EC2's error for an order, if any. */
  readonly refuse?: (order: TagOrder) => unknown;
  readonly ageSeconds?: number;
  /** The checks on which each instance was written before. */
  readonly known?: Map<string, readonly string[]>;
  readonly isTableDown?: boolean;
};

const repair = async (orders: readonly unknown[], world: World = {}, checked?: string) => {
  const { refuse, ageSeconds = 0, known = new Map<string, readonly string[]>(), isTableDown } = world;
  const calls: TagOrder[] = [];
  const places: string[][] = [];
  const down = (): void => {
    if (isTableDown) throw new Error('the table is down');
  };
  const handler = createHandler(environment, {
    tagInstances: async (...[accountId, region, order]) => {
      places.push([accountId, region]);
      calls.push(order);
      const error = refuse?.(order);
      if (error !== undefined) throw error;
    },
    repairs: {
      find: async (instanceId) => {
        down();
        return known.get(instanceId) ?? [];
      },
      save: async (instanceId, checks) => {
        down();
        known.set(instanceId, checks);
      },
    },
    log: aLog(),
  });
  const checkedAt = checked ?? new Date(Date.now() - ageSeconds * 1000).toISOString();
  const results = await handler({ accountId: '422448306679', region: 'us-west-2', checkedAt, orders });
  return { results, calls, places, known, checkedAt };
};

const orders = [
  { owner: 'bob@ucsc.edu', over: ['bob@ucsc.edu'], instanceIds: ['i-1', 'i-2'] },
  { owner: 'shared', over: ['', 'Shared'], instanceIds: ['i-3'] },
];

/** Instances on which somebody has written another Owner. */
const otherOwnerOn =
  (...ids: readonly string[]) =>
  ({ instanceIds }: TagOrder) => {
    const others = instanceIds.filter((id) => ids.includes(id));
    return others.length > 0 ? new WriteRefused(others, { cause: 'UnauthorizedOperation' }) : undefined;
  };

test('each Owner is written once, on all instances that mean it, over the value that the check saw', async () => {
  const { results, calls, places } = await repair(orders);
  expect(places).toEqual(Array(2).fill(['422448306679', 'us-west-2']));
  expect(calls).toEqual([
    { instanceIds: ['i-1', 'i-2'], tag: { key: 'Owner', value: 'bob@ucsc.edu' }, over: ['bob@ucsc.edu'] },
    { instanceIds: ['i-3'], tag: { key: 'Owner', value: 'shared' }, over: ['', 'Shared'] },
  ]);
  expect(results).toEqual([
    { result: 'repaired', reason: 'near-miss', instanceIds: ['i-1', 'i-2'] },
    { result: 'repaired', reason: 'near-miss', instanceIds: ['i-3'] },
  ]);
});

test('an order of an older version overwrites nothing', async () => {
  const { calls } = await repair([{ owner: 'shared', instanceIds: ['i-1'] }]);
  expect(calls).toMatchObject([{ over: [] }]);
});

test('an inherited Owner is written too, and has a result of its own', async () => {
  const inherit = { owner: 'bob@ucsc.edu', why: 'inherited', over: [], instanceIds: ['i-4'] };
  const { results, calls } = await repair([inherit, ...orders], {
    refuse: ({ instanceIds: ids }) => (ids.includes('i-3') ? new Error('not allowed') : undefined),
  });
  expect(calls[0]).toEqual({ instanceIds: ['i-4'], tag: { key: 'Owner', value: 'bob@ucsc.edu' }, over: [] });
  expect(results).toMatchObject([
    { result: 'inherited', reason: 'inheritable', instanceIds: ['i-4'] },
    { result: 'repaired' },
    { result: 'failed' },
  ]);
});

test('if somebody wrote another Owner since, that instance is refused and comes first; the others are written', async () => {
  const { results, calls } = await repair(
    [orders[1], { ...orders[0], instanceIds: ['i-1', 'i-2', 'i-4', 'i-5'] }],
    { refuse: otherOwnerOn('i-4') },
  );
  expect(results).toEqual([
    { result: 'refused', reason: 'unauthorized', instanceIds: ['i-4'] },
    { result: 'repaired', reason: 'near-miss', instanceIds: ['i-3'] },
    { result: 'repaired', reason: 'near-miss', instanceIds: ['i-1', 'i-2'] },
    { result: 'repaired', reason: 'near-miss', instanceIds: ['i-5'] },
  ]);
  expect(calls.filter(({ instanceIds: ids }) => ids.length === 1 && ids.includes('i-4'))).toHaveLength(1);
});

test('a policy that is too large is divided; if it is too large for one instance, that fails', async () => {
  const ids = instanceIds(100);
  const tooLarge = ({ instanceIds: asked }: TagOrder) =>
    asked.length > 30 ? new SessionPolicyTooLarge(asked, 4000) : undefined;
  const { results, calls } = await repair([{ owner: 'shared', instanceIds: ids }], { refuse: tooLarge });
  expect(results.flatMap((one) => (one.result === 'repaired' ? one.instanceIds : []))).toEqual(ids);
  expect(calls.filter((order) => !tooLarge(order))).toHaveLength(4);

  const alone = await repair([orders[1]], {
    refuse: ({ instanceIds: asked }) => new SessionPolicyTooLarge(asked, 4000),
  });
  expect(alone.results).toEqual([
    { result: 'failed', reason: 'SessionPolicyTooLarge', instanceIds: ['i-3'] },
  ]);
});

test('a failure for another reason is reported by its name, and the other Owners are written', async () => {
  const error = Object.assign(new Error('too many tags'), { name: 'TagLimitExceeded' });
  const { results } = await repair(orders, {
    refuse: ({ instanceIds: ids }) => (ids.includes('i-2') ? error : undefined),
  });
  expect(results).toEqual([
    { result: 'failed', reason: 'TagLimitExceeded', instanceIds: ['i-1', 'i-2'] },
    { result: 'repaired', reason: 'near-miss', instanceIds: ['i-3'] },
  ]);
});

test('a thrown value that is no Error is a failure too', async () => {
  const { results } = await repair(orders, {
    refuse: ({ instanceIds: ids }) => (ids.includes('i-3') ? 'nothing' : undefined),
  });
  expect(results[1]).toEqual({ result: 'failed', reason: 'unknown', instanceIds: ['i-3'] });
});

test('an input of another shape repairs nothing', async () => {
  await expect(repair([{ owner: 'shared' }])).rejects.toThrow();
});

test('nothing is written on a check older than a minute', async () => {
  const { results, calls } = await repair(orders, { ageSeconds: 61 });
  expect(calls).toEqual([]);
  expect(results).toMatchObject([
    { result: 'failed', reason: 'StaleVerdict' },
    { result: 'failed', reason: 'StaleVerdict' },
  ]);
});

test('an Owner that a tool changes back is written three times, then reported once, then left alone', async () => {
  const known = new Map<string, readonly string[]>();
  const rounds = [];
  const now = Date.now();
  for (let round = 0; round < 6; round += 1) {
    const checked = new Date(now - 1000 * round).toISOString();
    rounds.push(await repair([orders[1]], { known }, checked));
  }
  expect(rounds.map(({ calls }) => calls.length)).toEqual([1, 1, 1, 0, 0, 0]);
  expect(rounds.map(({ results: [one] }) => one?.reason)).toEqual([
    ...Array(3).fill('near-miss'),
    'changed-back',
    'changed-back-before',
    'changed-back-before',
  ]);
});

test('neither a failed write nor a repetition on the same check is counted', async () => {
  const { known } = await repair(orders, { refuse: otherOwnerOn('i-1') });
  expect([...known.keys()]).toEqual(['i-2', 'i-3']);

  const fourth = new Map([['i-3', ['a', 'b', 'c']]]);
  const first = await repair([orders[1]], { known: fourth });
  const again = await repair([orders[1]], { known: fourth }, first.checkedAt);
  expect(again.results).toEqual(first.results);
  expect(again.results).toMatchObject([{ result: 'left', reason: 'changed-back' }]);

  const third = new Map([['i-3', ['a', 'b']]]);
  const wrote = await repair([orders[1]], { known: third });
  const wroteAgain = await repair([orders[1]], { known: third }, wrote.checkedAt);
  expect(wroteAgain.results).toMatchObject([{ result: 'repaired' }]);
  expect(third.get('i-3')).toEqual(['a', 'b', wrote.checkedAt]);
});

test('a table that does not answer does not prevent a repair', async () => {
  const { results } = await repair(orders, { isTableDown: true });
  expect(results).toMatchObject([{ result: 'repaired' }, { result: 'repaired' }]);
});
