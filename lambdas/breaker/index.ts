import { breakerTable } from '../aws/breaker-table.ts';
import { askCloudTrail } from '../aws/cloud-trail.ts';
import { launchCallerTable, ownerChangeTable, sessionTable } from '../aws/launcher-tables.ts';
import { userTable } from '../aws/users.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, {
  breaker: (tableName) => breakerTable(tableName),
  sessions: (tableName) => sessionTable(tableName),
  users: (tableName) => userTable(tableName),
  launchCallers: (tableName) => launchCallerTable(tableName),
  ownerChanges: (tableName) => ownerChangeTable(tableName),
  ask: (queueUrl) => askCloudTrail(queueUrl),
  log: log(),
});
