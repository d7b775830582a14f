import type { StartExecution } from '../aws/executions.ts';
import { breakerTableOnDemand, openExecutionsOnDemand } from '../aws/on-demand.ts';
import type { BreakerNoticeInput } from '../domain/breaker/notices-due.ts';
import type { GracePeriodInput } from '../domain/grace-period/input.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { metrics } from '../metrics.ts';
import { createHandler } from './handler.ts';
import { IntakeEnvironment } from './plan-intake.ts';

/** Half of the function's timeout: a look-up that fails must not make the other messages of its batch fail. */
const LOOK_UP_MS = 5_000;

type StartAny = StartExecution<GracePeriodInput | BreakerNoticeInput>;

/** Loads the SDK on its first use: it is half of a cold start, and most launches are tagged in the call itself. */
const startExecution = (stateMachineArn: string): StartAny => {
  let start: Promise<StartAny> | undefined;
  return async (name, input) => {
    start ??= import('../aws/executions.ts').then((client) => client.startExecution(stateMachineArn));
    await (await start)(name, input);
  };
};

const environment = parseEnvironment(IntakeEnvironment, process.env);

export const handler = withInvocation(
  createHandler(environment, {
    startExecution: startExecution(environment.STATE_MACHINE_ARN),
    startBreakerNotice: startExecution(environment.BREAKER_STATE_MACHINE_ARN),
    breaker: breakerTableOnDemand(environment.TABLE_NAME),
    openExecutions: openExecutionsOnDemand(environment.STATE_MACHINE_ARN, LOOK_UP_MS),
    log: log(),
    metrics: metrics(),
  }),
);
