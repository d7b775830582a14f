import * as z from 'zod/mini';
import type { SessionTable } from '../aws/launcher-tables.ts';
import { SessionEvent, sessionFrom } from '../domain/record/session.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { type MessageResult, sqsBatchHandler } from '../sqs-batch.ts';

/** The environment of `sessions`. */
export const SessionsEnvironment = z.object({ TABLE_NAME: z.string() });
export type SessionsEnvironment = z.infer<typeof SessionsEnvironment>;

export type SessionsClients = {
  readonly sessions: SessionTable;
  readonly log: Log;
  readonly metrics: Metrics;
};

/** Saves who got which session, from a batch of AssumeRole events. Their order does not matter. */
export const createHandler = ({ sessions, log, metrics }: SessionsClients) => {
  const handle = async ({ account, detail }: SessionEvent): Promise<MessageResult> => {
    await sessions.save(sessionFrom(detail));
    metrics.count('Records', account);
    return 'done';
  };

  return sqsBatchHandler({ order: 'at-once', body: SessionEvent, handle }, log);
};
