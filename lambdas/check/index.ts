import { autoScalingIn, readGroupTags } from '../aws/auto-scaling.ts';
import { assumeRole } from '../aws/credentials.ts';
import { ec2In } from '../aws/ec2.ts';
import { breakerTableOnDemand, openExecutionsOnDemand } from '../aws/on-demand.ts';
import { readInstancesIn } from '../aws/read-instances.ts';
import { newSsm, readPause } from '../aws/read-pause.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { CheckEnvironment, createHandler } from './handler.ts';

/** A part of the function's two minutes: describing a launch twice, with all retries, may take most of them. */
const LOOK_UP_MS = 20_000;

const environment = parseEnvironment(CheckEnvironment, process.env);

export const handler = withInvocation(
  createHandler(environment, {
    readInstancesIn: readInstancesIn(ec2In(assumeRole(environment.READ_ROLE_NAME, 'check'))),
    readGroupTags: readGroupTags(autoScalingIn(assumeRole(environment.READ_ROLE_NAME, 'check'))),
    // Here the pause only changes the text of a warning, so this waits less long than `terminate` does.
    readPause: readPause(environment.PAUSE_PARAMETER_NAME, newSsm(3)),
    breaker: breakerTableOnDemand(environment.TABLE_NAME),
    // Loaded on its first use: few launches need it, and every cold start would load it.
    users: {
      some: async (passes) =>
        (await import('../aws/user-table.ts')).userTable(environment.TABLE_NAME).some(passes),
    },
    openExecutions: openExecutionsOnDemand(environment.STATE_MACHINE_ARN, LOOK_UP_MS),
    log: log(),
  }),
);
