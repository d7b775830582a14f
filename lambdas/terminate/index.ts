import { assumeRole } from '../aws/credentials.ts';
import { ec2In } from '../aws/ec2.ts';
import { removeProtection, spotRequestsIn, stopInstances, terminateInstances } from '../aws/ec2-changes.ts';
import { breakerTableOnDemand } from '../aws/on-demand.ts';
import { readInstancesIn } from '../aws/read-instances.ts';
import { newSsm, readPause } from '../aws/read-pause.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { createHandler, TerminateEnvironment } from './handler.ts';

const environment = parseEnvironment(TerminateEnvironment, process.env);

/** One attempt per call: before each further one, the pause and the age of the verdict are checked again. */
const acting = () => ec2In(assumeRole(environment.ACT_ROLE_NAME, 'terminate'), 1);

export const handler = withInvocation(
  createHandler(environment, {
    terminateInstances: terminateInstances(acting()),
    stopInstances: stopInstances(acting()),
    removeProtection: removeProtection(acting()),
    spotRequestsIn: spotRequestsIn(acting()),
    readInstancesIn: readInstancesIn(acting()),
    readPause: readPause(environment.PAUSE_PARAMETER_NAME, newSsm(1)),
    breaker: breakerTableOnDemand(environment.TABLE_NAME),
    log: log(),
  }),
);
