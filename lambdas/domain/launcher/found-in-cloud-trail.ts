import * as z from 'zod/mini';
import { RecordNotReadable } from '../record/errors.ts';
import type { Identity } from '../record/identity.ts';
import { identityOf } from '../record/identity-of.ts';
import { LaunchRecord } from '../record/record.ts';
import { type Session, sessionFrom } from '../record/session.ts';

const sessionIn = (record: unknown): Session[] => {
  try {
    return [sessionFrom(record)];
  } catch (error) {
    // Among what LookupEvents finds for a key are its calls: those are no sessions.
    if (error instanceof RecordNotReadable) return [];
    throw error;
  }
};

/**
 * The session that issued an access key, among CloudTrail records; null if none did. Where both accounts' records are
 * there, that of the caller's account: it names the user.
 */
export const findSession = (records: readonly unknown[], accessKeyId: string): Session | null => {
  const sessions = records.flatMap(sessionIn).filter((session) => session.accessKeyId === accessKeyId);
  return sessions.find(({ caller }) => caller.type !== 'AWSAccount') ?? sessions[0] ?? null;
};

/** Who launched an instance, among CloudTrail records; null if none is of its launch. */
export const findLaunchCaller = (records: readonly unknown[], instanceId: string): Identity | null => {
  for (const record of records) {
    const { success, data } = z.safeParse(LaunchRecord, record);
    const launched = data?.responseElements?.instancesSet?.items ?? [];
    if (success && launched.some((one) => one.instanceId === instanceId))
      return identityOf(data.userIdentity);
  }
  return null;
};
