import { requestLook } from '../aws/attachments.ts';
import { breakerTable } from '../aws/breaker-table.ts';
import { assumeRole } from '../aws/credentials.ts';
import { ec2In } from '../aws/ec2.ts';
import { startExecution } from '../aws/executions.ts';
import { failedExecutions, openExecutions } from '../aws/open-executions.ts';
import { readAccountIn } from '../aws/read-account.ts';
import { readPause } from '../aws/read-pause.ts';
import { sweepCountTable, sweepNoteTable } from '../aws/sweep-tables.ts';
import { userTable } from '../aws/user-table.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { metrics } from '../metrics.ts';
import { createHandler, SweepEnvironment } from './handler.ts';

/** A part of the function's five minutes: forty sweeps run at a time, and share the rate of Step Functions. */
const LOOK_UP_MS = 120_000;

const environment = parseEnvironment(SweepEnvironment, process.env);
const { PROPAGATE_QUEUE_URL } = environment;

export const handler = withInvocation(
  createHandler(environment, {
    readAccountIn: () => readAccountIn(ec2In(assumeRole(environment.READ_ROLE_NAME, 'sweep'))),
    openExecutions: openExecutions(environment.STATE_MACHINE_ARN, LOOK_UP_MS),
    failedExecutions: failedExecutions(environment.STATE_MACHINE_ARN, LOOK_UP_MS),
    startExecution: startExecution(environment.STATE_MACHINE_ARN),
    startBreakerNotice: startExecution(environment.BREAKER_STATE_MACHINE_ARN),
    breaker: breakerTable(environment.TABLE_NAME),
    requestLook: PROPAGATE_QUEUE_URL === '' ? null : requestLook(PROPAGATE_QUEUE_URL),
    readPause: readPause(environment.PAUSE_PARAMETER_NAME),
    sweepNotes: sweepNoteTable(environment.TABLE_NAME),
    sweepCounts: sweepCountTable(environment.TABLE_NAME),
    users: userTable(environment.TABLE_NAME),
    log: log(),
    metrics: metrics(),
  }),
);
