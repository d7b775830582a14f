import { lookUpEvents } from '../aws/cloud-trail.ts';
import { assumeRole } from '../aws/credentials.ts';
import { launchCallerTable, ownerChangeTable, sessionTable } from '../aws/launcher-tables.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, {
  lookUpEvents: (roleName) => lookUpEvents(assumeRole(roleName, 'look-up')),
  sessions: (tableName) => sessionTable(tableName),
  launchCallers: (tableName) => launchCallerTable(tableName),
  ownerChanges: (tableName) => ownerChangeTable(tableName),
  log: log(),
});
