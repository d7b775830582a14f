import { askCloudTrail } from '../aws/cloud-trail.ts';
import { callerTable, sessionTable } from '../aws/launcher-tables.ts';
import { userTable } from '../aws/user-table.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { AttributeEnvironment, createHandler } from './handler.ts';

const environment = parseEnvironment(AttributeEnvironment, process.env);

export const handler = withInvocation(
  createHandler(environment, {
    sessions: sessionTable(environment.TABLE_NAME),
    users: userTable(environment.TABLE_NAME),
    callers: callerTable(environment.TABLE_NAME),
    ask: askCloudTrail(environment.LOOK_UP_QUEUE_URL),
    log: log(),
  }),
);
