import * as z from 'zod/mini';
import { DAY_MS, HOUR_MS } from '../domain/instant.ts';
import { OwnerChange } from '../domain/launcher/look-up.ts';
import { Identity } from '../domain/record/identity.ts';
import { Session } from '../domain/record/session.ts';
import { newDynamo, table } from './table.ts';

/** Sessions from AssumeRole records, by the access key that was issued. They are kept while the session may be used. */
export type SessionTable = {
  find(accessKeyId: string): Promise<Session | null>;
  /**
   * The sessions of a role and name, by the role's id with that name (`assumedRoleId`) or by their ARN, that began at an
   * instant; null for all.
   */
  findAlike(id: string, startedAt: string | null): Promise<Session[]>;
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
const SESSION_RETENTION_MS = 13 * HOUR_MS;

const sessionKey = (accessKeyId: string) => ({ pk: `session#${accessKeyId}`, sk: 'session' });

const alikeKey = (id: string) => `session-id#${id}`;

export const sessionTable = (tableName: string, dynamo = newDynamo()): SessionTable => {
  const { find, query, save, saveNew } = table(tableName, dynamo);
  return {
    find: (accessKeyId) => find(sessionKey(accessKeyId), Session),
    findAlike: (id, startedAt) =>
      query(alikeKey(id), Session, startedAt === null ? undefined : `${startedAt}#`),
    save: async (session) => {
      const { accessKeyId, assumedRoleId, arn, caller, eventTime } = session;
      const keys = [
        sessionKey(accessKeyId),
        ...[assumedRoleId, arn].flatMap((id) =>
          id ? [{ pk: alikeKey(id), sk: `${eventTime}#${accessKeyId}` }] : [],
        ),
      ];
      for (const key of keys) {
        const item = [key, session, Date.now() + SESSION_RETENTION_MS] as const;
        // The record of the role's account has only an id of the caller.
        await (caller.type === 'AWSAccount' ? saveNew(...item) : save(...item));
      }
    },
  };
};

/**
 * Who launched an instance that launches others (by its id), or created or deployed what does (by `creatorKey`). `look-up`
 * finds it in CloudTrail.
 */
export type CallerTable = {
  find(of: string): Promise<Identity | null>;
  /** Whether CloudTrail was asked of late, and is asked again if it had no answer yet. */
  wasAsked(of: string): Promise<boolean>;
  /** @param caller null if CloudTrail does not show it yet */
  save(of: string, caller: Identity | null): Promise<void>;
};

/** A day. If it still launches others after that, CloudTrail is asked again. */
const CALLER_RETENTION_MS = DAY_MS;

/** What CloudTrail does not show is asked no more than once an hour, each time for a quarter of an hour. */
const UNANSWERED_RETENTION_MS = HOUR_MS;

const callerKey = (of: string) => ({ pk: `launch-caller#${of}`, sk: 'launch-caller' });

const SavedCaller = z.object({ caller: z.nullable(Identity) });

export const callerTable = (tableName: string, dynamo = newDynamo()): CallerTable => {
  const { find, save } = table(tableName, dynamo);
  return {
    find: async (of) => (await find(callerKey(of), SavedCaller))?.caller ?? null,
    wasAsked: async (of) => (await find(callerKey(of), SavedCaller)) !== null,
    save: (of, caller) => {
      const retention = caller === null ? UNANSWERED_RETENTION_MS : CALLER_RETENTION_MS;
      return save(callerKey(of), { caller }, Date.now() + retention);
    },
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
