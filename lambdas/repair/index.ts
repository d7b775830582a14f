import { assumeRole } from '../aws/credentials.ts';
import { tagInstances } from '../aws/ec2-changes.ts';
import { repairTable } from '../aws/sweep-tables.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, {
  tagInstances: (roleName) => tagInstances(assumeRole(roleName, 'repair')),
  repairs: (tableName) => repairTable(tableName),
  log: log(),
});
