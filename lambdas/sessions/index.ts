import { sessionTable } from '../aws/launcher-tables.ts';
import { log } from '../log.ts';
import { metrics } from '../metrics.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, {
  sessions: (tableName) => sessionTable(tableName),
  log: log(),
  metrics: metrics(),
});
