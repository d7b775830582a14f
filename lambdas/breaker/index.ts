import { breakerTable } from '../aws/breaker-table.ts';
import { askCloudTrail } from '../aws/cloud-trail.ts';
import { callerTable, ownerChangeTable, sessionTable } from '../aws/launcher-tables.ts';
import { userTable } from '../aws/user-table.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { BreakerEnvironment, createHandler } from './handler.ts';

const environment = parseEnvironment(BreakerEnvironment, process.env);

export const handler = withInvocation(
  createHandler(environment, {
    breaker: breakerTable(environment.TABLE_NAME),
    sessions: sessionTable(environment.TABLE_NAME),
    users: userTable(environment.TABLE_NAME),
    callers: callerTable(environment.TABLE_NAME),
    ownerChanges: ownerChangeTable(environment.TABLE_NAME),
    ask: askCloudTrail(environment.LOOK_UP_QUEUE_URL),
    log: log(),
  }),
);
