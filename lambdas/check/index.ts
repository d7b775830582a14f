import { autoScalingIn, readGroupTags } from '../aws/auto-scaling.ts';
import { assumeRole } from '../aws/credentials.ts';
import { ec2In } from '../aws/ec2.ts';
import { breakerTableOnDemand, openExecutionsLater } from '../aws/on-demand.ts';
import { readInstancesIn } from '../aws/read-instances.ts';
import { newSsm, readPause } from '../aws/read-pause.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

/** Of the function's two minutes, which two looks with all their throttling may nearly fill. */
const LOOK_UP_MS = 20_000;

export const handler = createHandler(process.env, {
  readInstancesIn: (roleName) => readInstancesIn(ec2In(assumeRole(roleName, 'check'))),
  readGroupTags: (roleName) => readGroupTags(autoScalingIn(assumeRole(roleName, 'check'))),
  // Only what a warning says hangs on it: it is not waited for as long as before acting.
  readPause: (parameterName) => readPause(parameterName, newSsm(3)),
  breaker: (tableName) => breakerTableOnDemand(tableName),
  // Loaded where it is asked: few launches need it, and every cold start would pay for it.
  users: (tableName) => ({
    some: async (passes) => (await import('../aws/users.ts')).userTable(tableName).some(passes),
  }),
  openExecutions: (stateMachineArn) => openExecutionsLater(stateMachineArn, LOOK_UP_MS),
  log: log(),
});
