import { askCloudTrail } from '../aws/cloud-trail.ts';
import { launchCallerTable, sessionTable } from '../aws/launcher-tables.ts';
import { userTable } from '../aws/users.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, {
  sessions: (tableName) => sessionTable(tableName),
  users: (tableName) => userTable(tableName),
  launchCallers: (tableName) => launchCallerTable(tableName),
  ask: (queueUrl) => askCloudTrail(queueUrl),
  log: log(),
});
