import * as z from 'zod/mini';
import { OwnerChange } from '../domain/launcher/found-in-cloud-trail.ts';
import { Identity } from '../domain/record/identity.ts';
import { newDynamo } from './new-dynamo.ts';
import { table } from './table.ts';

/** Who launched an instance that launches others, as `look-up` found it in CloudTrail. */
export type LaunchCallerTable = {
  find(instanceId: string): Promise<Identity | null>;
  keep(instanceId: string, caller: Identity): Promise<void>;
};

/** A day: CloudTrail is asked again for an instance that still launches others then. */
const KEPT_MS = 24 * 3_600_000;

const keyOf = (instanceId: string) => ({ pk: `launch-caller#${instanceId}`, sk: 'launch-caller' });

export const launchCallerTable = (tableName: string, dynamo = newDynamo()): LaunchCallerTable => {
  const { find, keep } = table(tableName, dynamo);
  return {
    find: async (instanceId) =>
      (await find(keyOf(instanceId), z.object({ caller: Identity })))?.caller ?? null,
    keep: (instanceId, caller) => keep(keyOf(instanceId), { caller }, Date.now() + KEPT_MS),
  };
};

/** Who changed the Owner of an instance that the breaker holds, as `look-up` found it in CloudTrail. */
export type OwnerChangeTable = {
  find(instanceId: string): Promise<OwnerChange | null>;
  keep(instanceId: string, change: OwnerChange): Promise<void>;
};

const changeKey = (instanceId: string) => ({ pk: `owner-change#${instanceId}`, sk: 'owner-change' });

export const ownerChangeTable = (tableName: string, dynamo = newDynamo()): OwnerChangeTable => {
  const { find, keep } = table(tableName, dynamo);
  return {
    find: (instanceId) => find(changeKey(instanceId), OwnerChange),
    keep: (instanceId, change) => keep(changeKey(instanceId), change, Date.now() + KEPT_MS),
  };
};
