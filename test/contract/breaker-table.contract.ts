import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { type BreakerTable, breakerTable } from '../../lambdas/aws/breaker-table.ts';
import { countGracePeriods } from '../../lambdas/domain/breaker/count.ts';
import { type Counted, NOTHING_COUNTED } from '../../lambdas/domain/breaker/record.ts';
import type { Launcher } from '../../lambdas/domain/record/launcher.ts';
import { AWSES } from './awses.ts';
import { credentialsOf, motoClients } from './moto-clients.ts';
import { HUB, variable } from './stacks.ts';

const TABLE = variable('intake', 'TABLE_NAME');
const NOW = new Date('2026-11-03T17:20:00Z');

let accounts = 800_000_000_000;
let groups = 0;
/** An account without any record yet. */
const anAccount = (): string => {
  accounts += 1;
  return String(accounts);
};
const aGroupId = (): string => {
  groups += 1;
  return `422448306679-untagged-${groups}`;
};

const counted = (instanceId: string, more: Partial<Counted> = {}): Counted => ({
  instanceId,
  region: 'us-west-2',
  standing: 'owner-missing',
  ...more,
});
const some = (how: number, prefix: string): Counted[] =>
  Array.from({ length: how }, (_, index) => counted(`${prefix}${String(index).padStart(4, '0')}`));

const BOB: Launcher = {
  userName: 'bob@ucsc.edu',
  description: 'bob@ucsc.edu (developer)',
  evidence: 'iam-user',
};
const KEPT_OF_BOB = { userName: BOB.userName, description: BOB.description };

/** Counts as `intake` does: each instance in its own call. */
const countOne = (accountId: string, instanceId: string, by: Pick<BreakerTable, 'update'>, most = 1000) =>
  by.update(accountId, (record) => {
    const beginning = {
      accountId,
      cause: 'untagged',
      mode: 'enforce',
      at: '2026-11-03T17:16:00Z',
      instances: [counted(instanceId)],
      maxAtOnce: most,
    } as const;
    const { record: after, group } = countGracePeriods(record, beginning, NOW);
    return { record: after, result: group };
  });

describe.each(AWSES)('the breaker’s table in $name', ({ open }) => {
  const aws = open();
  const intake = () => aws.clients('intake').breaker(TABLE);
  const notice = aws.clients('notice').breaker(TABLE);
  const sweep = aws.clients('sweep').breaker(TABLE);

  test('has no record of an account before anything is counted', async () => {
    expect(await sweep.update(anAccount(), (record) => ({ record, result: record }))).toEqual(
      NOTHING_COUNTED,
    );
    expect(await notice.read(anAccount())).toEqual(NOTHING_COUNTED);
  });

  test('every function that needs a record reads what one wrote; another account’s record stays unchanged', async () => {
    const accountId = anAccount();
    const other = anAccount();
    await countOne(accountId, 'i-1', intake(), 0);
    await sweep.update(accountId, (record) => ({ record: { ...record, instances: 40 }, result: null }));
    for (const name of ['check', 'terminate', 'notice', 'breaker'] as const) {
      const {
        instances,
        counted: alone,
        groups: found,
      } = await aws.clients(name).breaker(TABLE).read(accountId);
      expect({ instances, alone, ids: found.map(({ id }) => id) }).toEqual({
        instances: 40,
        alone: [],
        ids: [`${accountId}-untagged-1793726160`],
      });
      expect(await aws.clients(name).breaker(TABLE).read(other)).toEqual(NOTHING_COUNTED);
    }
  });

  test('when many count at the same time, none is lost, and each is counted once', async () => {
    const accountId = anAccount();
    const ids = some(30, 'i-at-once-').map(({ instanceId }) => instanceId);
    const writers = Array.from({ length: 6 }, () => intake());
    // Each is counted twice, by different writers, as after a second delivery.
    await Promise.all(
      [...ids, ...ids].map((id, index) =>
        countOne(accountId, id, writers[(index * 5 + (index >= 30 ? 1 : 0)) % 6] ?? intake()),
      ),
    );
    const record = await notice.read(accountId);
    expect(record.counted.map(({ instanceId }) => instanceId).sort()).toEqual(ids);
  });

  test('when many count at the same time, one creates the group, and all join it', async () => {
    const accountId = anAccount();
    const ids = some(12, 'i-of-group-').map(({ instanceId }) => instanceId);
    const writers = Array.from({ length: 4 }, () => intake());
    const inGroup = await Promise.all(
      ids.map((id, index) => countOne(accountId, id, writers[index % 4] ?? intake(), 5)),
    );
    const { groups: found, counted: alone } = await notice.read(accountId);
    // Five were counted before the sixth was too many. Every later one joins.
    expect(found.map(({ first }) => first.length)).toEqual([5]);
    expect(alone).toEqual([]);
    expect(inGroup.filter((group) => group !== undefined)).toHaveLength(7);
  });

  test('an unchanged record is not written, but a result is returned', async () => {
    const accountId = anAccount();
    await countOne(accountId, 'i-1', intake());
    expect(await countOne(accountId, 'i-1', intake())).toBeUndefined();
    expect((await notice.read(accountId)).counted).toHaveLength(1);
  });

  test('an instance that joins a group twice stays as first counted', async () => {
    const groupId = aGroupId();
    await intake().join(groupId, [counted('i-1'), counted('i-2', { region: 'us-east-1' })]);
    await sweep.join(groupId, [counted('i-1', { standing: 'owner-empty' }), counted('i-3')]);
    expect(await sweep.joined(groupId)).toEqual([
      counted('i-1'),
      counted('i-2', { region: 'us-east-1' }),
      counted('i-3'),
    ]);
    expect(await sweep.joined(aGroupId())).toEqual([]);
    for (const name of ['check', 'notice', 'breaker'] as const)
      expect(await aws.clients(name).breaker(TABLE).joined(groupId)).toHaveLength(3);
  });

  test('the launcher is saved with an instance’s count, and stays when it joins again', async () => {
    const groupId = aGroupId();
    await intake().join(groupId, [counted('i-1')]);
    await notice.saveLauncher(groupId, [{ instanceId: 'i-1', name: 'blast' }], BOB);
    await intake().join(groupId, [counted('i-1')]);
    const joined = await aws.clients('breaker').breaker(TABLE).joined(groupId);
    expect(joined).toEqual([{ ...counted('i-1'), launcher: KEPT_OF_BOB, name: 'blast', isSettled: false }]);
  });

  test('for an instance saved before it joined the group, only the launcher is kept; a later launcher replaces it', async () => {
    const groupId = aGroupId();
    await notice.saveLauncher(groupId, [{ instanceId: 'i-1', name: '' }], { ...BOB, userName: null });
    await notice.saveLauncher(groupId, [{ instanceId: 'i-1', name: 'blast' }], BOB);
    expect(await sweep.joined(groupId)).toEqual([
      { instanceId: 'i-1', launcher: KEPT_OF_BOB, name: 'blast', isSettled: false },
    ]);
  });

  test('a launcher that one of an instance’s two grace periods found stays, even if the other found none', async () => {
    const groupId = aGroupId();
    await notice.saveLauncher(groupId, [{ instanceId: 'i-1', name: '' }], BOB);
    await notice.saveLauncher(groupId, [{ instanceId: 'i-1', name: 'blast' }], { ...BOB, userName: null });
    expect(await sweep.joined(groupId)).toEqual([
      { instanceId: 'i-1', launcher: KEPT_OF_BOB, name: 'blast', isSettled: false },
    ]);
  });

  test('that an instance had an Owner again is saved with its count, until the instance is held after all', async () => {
    const groupId = aGroupId();
    await intake().join(groupId, [counted('i-1')]);
    await notice.saveSettled(groupId, ['i-1']);
    expect(await sweep.joined(groupId)).toEqual([{ ...counted('i-1'), isSettled: true }]);
    await notice.saveLauncher(groupId, [{ instanceId: 'i-1', name: '' }], BOB);
    expect(await sweep.joined(groupId)).toMatchObject([{ ...counted('i-1'), isSettled: false }]);
  });

  test('a group of hundreds, more than a page, is read completely', async () => {
    const groupId = aGroupId();
    const all = some(250, 'i-joined-');
    await intake().join(groupId, all);
    expect(await sweep.joined(groupId)).toEqual(all);
  });
});

describe('a write whose answer is lost, in moto', () => {
  /** A table that writes the first PutItem but loses its answer. */
  const losingAnswers = (maxAttempts: number) => {
    const dynamo = new DynamoDBClient({
      region: HUB.region,
      credentials: credentialsOf('intake'),
      maxAttempts,
    });
    const written = { times: 0 };
    dynamo.middlewareStack.add(
      (next, { commandName }) =>
        async (request) => {
          const answer = await next(request);
          if (commandName !== 'PutItemCommand') return answer;
          written.times += 1;
          if (written.times === 1) throw Object.assign(new Error('no answer'), { name: 'TimeoutError' });
          return answer;
        },
      { step: 'deserialize', priority: 'high' },
    );
    return { table: breakerTable(TABLE, dynamo), written };
  };
  const read = (accountId: string) => motoClients('notice').breaker(TABLE).read(accountId);

  test('is detected by the client’s own retry, and counts once', async () => {
    const accountId = anAccount();
    const { table, written } = losingAnswers(2);
    await countOne(accountId, 'i-1', table);
    // The retry failed its condition; after another read, there was nothing to change.
    expect(written.times).toBe(1);
    expect((await read(accountId)).counted.map(({ instanceId }) => instanceId)).toEqual(['i-1']);
  });

  test('is an error without a retry; the message is delivered again, and counts once', async () => {
    const accountId = anAccount();
    const { table } = losingAnswers(1);
    await expect(countOne(accountId, 'i-1', table)).rejects.toThrow('no answer');
    await countOne(accountId, 'i-1', table);
    await countOne(accountId, 'i-2', table);
    expect((await read(accountId)).counted.map(({ instanceId }) => instanceId)).toEqual(['i-1', 'i-2']);
  });
});
