import * as z from 'zod/mini';
import type { SessionTable } from '../aws/launcher-tables.ts';
import { SessionEvent, sessionFrom } from '../domain/record/session.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { type Taken, takeBatch } from '../take-batch.ts';

/** The environment of `sessions`. */
export const SessionsEnvironment = z.object({ TABLE_NAME: z.string() });
export type SessionsEnvironment = z.infer<typeof SessionsEnvironment>;

export type SessionsClients = {
  readonly sessions: (tableName: string) => SessionTable;
  readonly log: Log;
  readonly metrics: Metrics;
};

/** Keeps who got which session, from a batch of AssumeRole events. Their order does not matter. */
export const createHandler = (environment: unknown, clients: SessionsClients) => {
  const { TABLE_NAME } = parseEnvironment(SessionsEnvironment, environment);
  const sessions = clients.sessions(TABLE_NAME);

  const take = async ({ account, detail }: SessionEvent): Promise<Taken> => {
    await sessions.keep(sessionFrom(detail));
    clients.metrics.count('Records', account);
    return 'done';
  };

  return takeBatch({ order: 'at-once', body: SessionEvent, take }, clients.log);
};
