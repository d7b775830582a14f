import { assumeRole } from '../aws/assume-role.ts';
import { repairTable } from '../aws/repair-table.ts';
import { tagInstances } from '../aws/tag-instances.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, {
  tagInstances: (roleName) => tagInstances(assumeRole(roleName, 'repair')),
  repairs: (tableName) => repairTable(tableName),
  log: log(),
});
