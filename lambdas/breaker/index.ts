import { askCloudTrail } from '../aws/ask-cloud-trail.ts';
import { breakerTable } from '../aws/breaker-table.ts';
import { launchCallerTable, ownerChangeTable } from '../aws/launch-caller-table.ts';
import { sessionTable } from '../aws/session-table.ts';
import { userTable } from '../aws/user-table.ts';
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
