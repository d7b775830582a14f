import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { mapConcurrently, wait } from '../concurrency.ts';
import { BreakerRecord, type Counted, JoinedInstance, NOTHING_COUNTED } from '../domain/breaker/record.ts';
import { BreakerBusy } from '../domain/errors.ts';
import type { Launcher } from '../domain/record/launcher.ts';
import { conditionHolds, newDynamo, table } from './table.ts';

/** What the breaker has counted in each account, and the instances in its groups. Its items never expire. */
export type BreakerTable = {
  read(accountId: string): Promise<BreakerRecord>;
  /**
   * Reads, changes and writes the record. Repeats this if another function wrote the record in between.
   *
   * @throws BreakerBusy when other functions keep writing it; nothing is changed then
   */
  update<Result>(
    accountId: string,
    change: (record: BreakerRecord) => { readonly record: BreakerRecord; readonly result: Result },
  ): Promise<Result>;
  /** Adds instances to a group. An instance that was added before stays as it is. */
  join(groupId: string, instances: readonly Counted[]): Promise<void>;
  /** Saves that these instances of a group are held, and the launcher that their grace period found. */
  saveLauncher(
    groupId: string,
    instances: readonly { readonly instanceId: string; readonly name: string }[],
    launcher: Launcher,
  ): Promise<void>;
  /** Saves that these instances of a group need no decision: they are not held. */
  saveSettled(groupId: string, instanceIds: readonly string[]): Promise<void>;
  /** The saved instances of a group. Its first instances are in the group's record. */
  joined(groupId: string): Promise<JoinedInstance[]>;
};

/** Several functions may write an account's record at once: up to five of intake, one sweep, and every `notice`. */
const MAX_ATTEMPTS = 30;
const MAX_WAIT_MS = 100;

/** Calls at a time. */
const CONCURRENCY = 50;

const Versioned = z.extend(BreakerRecord, { version: z.number() });

const recordKey = (accountId: string) => ({ pk: `breaker#${accountId}`, sk: 'breaker' });
const memberKey = (groupId: string, instanceId: string) => ({ pk: `held-by#${groupId}`, sk: instanceId });

export const breakerTable = (TableName: string, dynamo = newDynamo()): BreakerTable => {
  const { find, query, saveNew } = table(TableName, dynamo);
  const read = (accountId: string) => find(recordKey(accountId), Versioned);

  // Updates run one after another: the messages of a batch arrive together, and their writes would conflict.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(run: () => Promise<Result>): Promise<Result> => {
    const result = last.then(run, run);
    last = result.catch(() => {});
    return result;
  };

  const write = (accountId: string, record: BreakerRecord, version: number): Promise<boolean> =>
    conditionHolds(
      dynamo.send(
        new PutItemCommand({
          TableName,
          Item: marshall(
            { ...recordKey(accountId), ...record, version: version + 1 },
            { removeUndefinedValues: true },
          ),
          ConditionExpression: 'attribute_not_exists(pk) OR version = :version',
          ExpressionAttributeValues: marshall({ ':version': version }),
        }),
      ),
    );

  return {
    read: async (accountId) => (await read(accountId)) ?? NOTHING_COUNTED,
    update: (accountId, change) =>
      inTurn(async () => {
        for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
          const { version, ...before } = (await read(accountId)) ?? { ...NOTHING_COUNTED, version: 0 };
          const { record, result } = change(before);
          if (record === before || (await write(accountId, record, version))) return result;
          await wait(Math.random() * MAX_WAIT_MS);
        }
        throw new BreakerBusy(accountId, MAX_ATTEMPTS);
      }),
    join: async (groupId, instances) => {
      await mapConcurrently(CONCURRENCY, instances, (one) =>
        saveNew(memberKey(groupId, one.instanceId), one, null),
      );
    },
    saveLauncher: async (groupId, instances, { userName, description }) => {
      // An instance may have two grace periods: one without a launcher must not overwrite the launcher of the other.
      const launcher = userName === null ? 'if_not_exists(launcher, :launcher)' : ':launcher';
      await mapConcurrently(CONCURRENCY, instances, ({ instanceId, name }) =>
        dynamo.send(
          new UpdateItemCommand({
            TableName,
            Key: marshall(memberKey(groupId, instanceId)),
            UpdateExpression: `SET instanceId = :instanceId, launcher = ${launcher}, #name = :name, isSettled = :isSettled`,
            ExpressionAttributeNames: { '#name': 'name' },
            ExpressionAttributeValues: marshall({
              ':instanceId': instanceId,
              ':launcher': { userName, description },
              ':name': name,
              ':isSettled': false,
            }),
          }),
        ),
      );
    },
    saveSettled: async (groupId, instanceIds) => {
      await mapConcurrently(CONCURRENCY, instanceIds, (instanceId) =>
        dynamo.send(
          new UpdateItemCommand({
            TableName,
            Key: marshall(memberKey(groupId, instanceId)),
            UpdateExpression: 'SET instanceId = :instanceId, isSettled = :isSettled',
            ExpressionAttributeValues: marshall({ ':instanceId': instanceId, ':isSettled': true }),
          }),
        ),
      );
    },
    joined: (groupId) => query(memberKey(groupId, '').pk, JoinedInstance),
  };
};
