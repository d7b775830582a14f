import { breakerTable } from '../aws/breaker-table.ts';
import { groupMailTable } from '../aws/mail-tables.ts';
import { setAsideTable, sweptTable } from '../aws/sweep-tables.ts';
import { log } from '../log.ts';
import { metrics } from '../metrics.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, {
  groupMails: (tableName) => groupMailTable(tableName),
  setAside: (tableName) => setAsideTable(tableName),
  swept: (tableName) => sweptTable(tableName),
  breaker: (tableName) => breakerTable(tableName),
  log: log(),
  metrics: metrics(),
});
