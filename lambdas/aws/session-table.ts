import { Session } from '../domain/record/session.ts';
import { newDynamo } from './new-dynamo.ts';
import { table } from './table.ts';

/** The sessions seen in AssumeRole records, by the access key that they were issued, while they last. */
export type SessionTable = {
  find(accessKeyId: string): Promise<Session | null>;
  /** Of the records in the two accounts of a call, in whatever order, that of the caller's account stays. */
  keep(session: Session): Promise<void>;
};

/**
 * A role's session lasts twelve hours at most, and what it launched last has its grace period in the hour after. Counted
 * from now, since a session that ended is asked for too: of an instance that launches others.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
const KEPT_MS = 13 * 3_600_000;

const keyOf = (accessKeyId: string) => ({ pk: `session#${accessKeyId}`, sk: 'session' });

export const sessionTable = (tableName: string, dynamo = newDynamo()): SessionTable => {
  const { find, keep, keepNew } = table(tableName, dynamo);
  return {
    find: (accessKeyId) => find(keyOf(accessKeyId), Session),
    keep: async (session) => {
      const { accessKeyId, caller } = session;
      const item = [keyOf(accessKeyId), session, Date.now() + KEPT_MS] as const;
      // The role's account knows the caller by an id alone.
      await (caller.type === 'AWSAccount' ? keepNew(...item) : keep(...item));
    },
  };
};
