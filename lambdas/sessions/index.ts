import { sessionTable } from '../aws/launcher-tables.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { metrics } from '../metrics.ts';
import { createHandler, SessionsEnvironment } from './handler.ts';

const { TABLE_NAME } = parseEnvironment(SessionsEnvironment, process.env);

export const handler = withInvocation(
  createHandler({ sessions: sessionTable(TABLE_NAME), log: log(), metrics: metrics() }),
);
