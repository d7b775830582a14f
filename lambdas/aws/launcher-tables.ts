import * as z from 'zod/mini';
import { OwnerChange } from '../domain/launcher/look-up.ts';
import { Identity } from '../domain/record/identity.ts';
import { Session } from '../domain/record/session.ts';
import { newDynamo, table } from './table.ts';

/** Sessions from AssumeRole records, by the access key that was issued. They are kept while the session may be used. */
export type SessionTable = {
  find(accessKeyId: string): Promise<Session | null>;
  /** The sessions of a role and name (`assumedRoleId`) that began at an instant. */
  findAlike(assumedRoleId: string, startedAt: string): Promise<Session[]>;
  /**
   * A call has a record in each of two accounts. The record of the caller's account is kept, in whichever order they
   * come.
   */
  save(session: Session): Promise<void>;
};

/**
 * A role's session lasts at most twelve hours, and the grace period of its last launch ends within the next hour. This
 * counts from now, because sessions that ended are looked up too: those of an instance that launches others.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
const SESSION_RETENTION_MS = 13 * 3_600_000;

const sessionKey = (accessKeyId: string) => ({ pk: `session#${accessKeyId}`, sk: 'session' });

const alikeKey = (assumedRoleId: string, startedAt: string) => `session-id#${assumedRoleId}#${startedAt}`;

export const sessionTable = (tableName: string, dynamo = newDynamo()): SessionTable => {
  const { find, query, save, saveNew } = table(tableName, dynamo);
  return {
    find: (accessKeyId) => find(sessionKey(accessKeyId), Session),
    findAlike: (assumedRoleId, startedAt) => query(alikeKey(assumedRoleId, startedAt), Session),
    save: async (session) => {
      const { accessKeyId, assumedRoleId, caller, eventTime } = session;
      const keys = [
        sessionKey(accessKeyId),
        ...(assumedRoleId ? [{ pk: alikeKey(assumedRoleId, eventTime), sk: accessKeyId }] : []),
      ];
      for (const key of keys) {
        const item = [key, session, Date.now() + SESSION_RETENTION_MS] as const;
        // The record of the role's account has only an id of the caller.
        await (caller.type === 'AWSAccount' ? saveNew(...item) : save(...item));
      }
    },
  };
};

/** Who launched an instance that launches others. `look-up` finds it in CloudTrail. */
export type LaunchCallerTable = {
  find(instanceId: string): Promise<Identity | null>;
  save(instanceId: string, caller: Identity): Promise<void>;
};

/** A day. If the instance still launches others after that, CloudTrail is asked again. */
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

/** Who changed the Owner of an instance that the breaker holds. `look-up` finds it in CloudTrail. */
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
