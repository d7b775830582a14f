import { askCloudTrail } from '../aws/ask-cloud-trail.ts';
import { launchCallerTable } from '../aws/launch-caller-table.ts';
import { sessionTable } from '../aws/session-table.ts';
import { userTable } from '../aws/user-table.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, {
  sessions: (tableName) => sessionTable(tableName),
  users: (tableName) => userTable(tableName),
  launchCallers: (tableName) => launchCallerTable(tableName),
  ask: (queueUrl) => askCloudTrail(queueUrl),
  log: log(),
});
