import { assumeRole } from '../aws/credentials.ts';
import { tagInstances } from '../aws/ec2-tags.ts';
import { repairTable } from '../aws/sweep-tables.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { createHandler, RepairEnvironment } from './handler.ts';

const environment = parseEnvironment(RepairEnvironment, process.env);

export const handler = withInvocation(
  createHandler(environment, {
    tagInstances: tagInstances(assumeRole(environment.REPAIR_ROLE_NAME, 'repair')),
    repairs: repairTable(environment.TABLE_NAME),
    log: log(),
  }),
);
