import * as z from 'zod/mini';
import { OwnerChange } from '../domain/launcher/look-up.ts';
import { Identity } from '../domain/record/identity.ts';
import { Session } from '../domain/record/session.ts';
import { newDynamo, table } from './table.ts';

/** The sessions seen in AssumeRole records, by the access key that they were issued, while they last. */
export type SessionTable = {
  find(accessKeyId: string): Promise<Session | null>;
  /** Of the records in the two accounts of a call, in whatever order, that of the caller's account stays. */
  save(session: Session): Promise<void>;
};

/**
 * A role's session lasts twelve hours at most, and what it launched last has its grace period in the hour after. Counted
 * from now, since a session that ended is asked for too: of an instance that launches others.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
const SESSION_RETENTION_MS = 13 * 3_600_000;

const sessionKey = (accessKeyId: string) => ({ pk: `session#${accessKeyId}`, sk: 'session' });

export const sessionTable = (tableName: string, dynamo = newDynamo()): SessionTable => {
  const { find, save, saveNew } = table(tableName, dynamo);
  return {
    find: (accessKeyId) => find(sessionKey(accessKeyId), Session),
    save: async (session) => {
      const { accessKeyId, caller } = session;
      const item = [sessionKey(accessKeyId), session, Date.now() + SESSION_RETENTION_MS] as const;
      // The role's account knows the caller by an id alone.
      await (caller.type === 'AWSAccount' ? saveNew(...item) : save(...item));
    },
  };
};

/** Who launched an instance that launches others, as `look-up` found it in CloudTrail. */
export type LaunchCallerTable = {
  find(instanceId: string): Promise<Identity | null>;
  save(instanceId: string, caller: Identity): Promise<void>;
};

/** A day: CloudTrail is asked again for an instance that still launches others then. */
const CALLER_RETENTION_MS = 24 * 3_600_000;

const callerKey = (instanceId: string) => ({ pk: `launch-caller#${instanceId}`, sk: 'launch-caller' });

export const launchCallerTable = (tableName: string, dynamo = newDynamo()): LaunchCallerTable => {
  const { find, save } = table(tableName, dynamo);
  return {
    find: async (instanceId) =>
      (await find(callerKey(instanceId), z.object({ caller: Identity })))?.caller ?? null,
    save: (instanceId, caller) => save(callerKey(instanceId), { caller }, Date.now() + CALLER_RETENTION_MS),
  };
};

/** Who changed the Owner of an instance that the breaker holds, as `look-up` found it in CloudTrail. */
export type OwnerChangeTable = {
  find(instanceId: string): Promise<OwnerChange | null>;
  save(instanceId: string, change: OwnerChange): Promise<void>;
};

const changeKey = (instanceId: string) => ({ pk: `owner-change#${instanceId}`, sk: 'owner-change' });

export const ownerChangeTable = (tableName: string, dynamo = newDynamo()): OwnerChangeTable => {
  const { find, save } = table(tableName, dynamo);
  return {
    find: (instanceId) => find(changeKey(instanceId), OwnerChange),
    save: (instanceId, change) => save(changeKey(instanceId), change, Date.now() + CALLER_RETENTION_MS),
  };
};
