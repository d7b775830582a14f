import { assumeRole } from '../aws/assume-role.ts';
import { launchCallerTable, ownerChangeTable } from '../aws/launch-caller-table.ts';
import { lookUpEvents } from '../aws/look-up-events.ts';
import { sessionTable } from '../aws/session-table.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, {
  lookUpEvents: (roleName) => lookUpEvents(assumeRole(roleName, 'look-up')),
  sessions: (tableName) => sessionTable(tableName),
  launchCallers: (tableName) => launchCallerTable(tableName),
  ownerChanges: (tableName) => ownerChangeTable(tableName),
  log: log(),
});
