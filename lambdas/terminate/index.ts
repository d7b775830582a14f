import { assumeRole } from '../aws/assume-role.ts';
import { breakerTableOnDemand } from '../aws/breaker-table-on-demand.ts';
import { ec2In } from '../aws/ec2-client.ts';
import { readInstancesIn } from '../aws/read-instances.ts';
import { newSsm, readPause } from '../aws/read-pause.ts';
import { removeProtection } from '../aws/remove-protection.ts';
import { spotRequestsIn } from '../aws/spot-requests.ts';
import { stopInstances } from '../aws/stop-instances.ts';
import { terminateInstances } from '../aws/terminate-instances.ts';
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
