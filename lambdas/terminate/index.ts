import { assumeRole } from '../aws/credentials.ts';
import { ec2In } from '../aws/ec2.ts';
import { removeProtection, spotRequestsIn, stopInstances, terminateInstances } from '../aws/ec2-changes.ts';
import { breakerTableOnDemand } from '../aws/on-demand.ts';
import { readInstancesIn } from '../aws/read-instances.ts';
import { newSsm, readPause } from '../aws/read-pause.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

/** One attempt a call: each further one wants another look at the pause, and at the age of the verdict. */
const actingAs = (roleName: string) => ec2In(assumeRole(roleName, 'terminate'), 1);

export const handler = createHandler(process.env, {
  terminateInstances: (roleName) => terminateInstances(actingAs(roleName)),
  stopInstances: (roleName) => stopInstances(actingAs(roleName)),
  removeProtection: (roleName) => removeProtection(actingAs(roleName)),
  spotRequestsIn: (roleName) => spotRequestsIn(actingAs(roleName)),
  readInstancesIn: (roleName) => readInstancesIn(actingAs(roleName)),
  readPause: (parameterName) => readPause(parameterName, newSsm(1)),
  breaker: (tableName) => breakerTableOnDemand(tableName),
  log: log(),
});
