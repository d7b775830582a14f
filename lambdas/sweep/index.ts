import { breakerTable } from '../aws/breaker-table.ts';
import { assumeRole } from '../aws/credentials.ts';
import { ec2In } from '../aws/ec2.ts';
import { startExecution } from '../aws/executions.ts';
import { failedExecutions, openExecutions } from '../aws/open-executions.ts';
import { readAccountIn } from '../aws/read-account.ts';
import { readPause } from '../aws/read-pause.ts';
import { setAsideTable, sweptTable } from '../aws/sweep-tables.ts';
import { userTable } from '../aws/users.ts';
import { log } from '../log.ts';
import { metrics } from '../metrics.ts';
import { createHandler } from './handler.ts';

/** Of the function's five minutes: forty sweeps at a time share what Step Functions answers. */
const LOOK_UP_MS = 120_000;

export const handler = createHandler(process.env, {
  readAccountIn: (roleName) => readAccountIn(ec2In(assumeRole(roleName, 'sweep'))),
  openExecutions: (stateMachineArn) => openExecutions(stateMachineArn, LOOK_UP_MS),
  failedExecutions: (stateMachineArn) => failedExecutions(stateMachineArn, LOOK_UP_MS),
  startBreakerNotice: (stateMachineArn) => startExecution(stateMachineArn),
  breaker: (tableName) => breakerTable(tableName),
  startExecution: (stateMachineArn) => startExecution(stateMachineArn),
  readPause: (parameterName) => readPause(parameterName),
  setAside: (tableName) => setAsideTable(tableName),
  swept: (tableName) => sweptTable(tableName),
  users: (tableName) => userTable(tableName),
  log: log(),
  metrics: metrics(),
});
