import { countQuestions, lookUpEvents } from '../aws/cloud-trail.ts';
import { assumeRole } from '../aws/credentials.ts';
import { callerTable, ownerChangeTable, sessionTable } from '../aws/launcher-tables.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { createHandler, LookUpEnvironment } from './handler.ts';

const { TABLE_NAME, LOOK_UP_ROLE_NAME, LOOK_UP_QUEUE_URL } = parseEnvironment(LookUpEnvironment, process.env);

export const handler = withInvocation(
  createHandler({
    lookUpEvents: lookUpEvents(assumeRole(LOOK_UP_ROLE_NAME, 'look-up')),
    countQuestions: countQuestions(LOOK_UP_QUEUE_URL),
    sessions: sessionTable(TABLE_NAME),
    callers: callerTable(TABLE_NAME),
    ownerChanges: ownerChangeTable(TABLE_NAME),
    log: log(),
  }),
);
