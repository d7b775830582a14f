import type { StartExecution } from '../aws/executions.ts';
import { breakerTableOnDemand, openExecutionsLater } from '../aws/on-demand.ts';
import type { BreakerNoticeInput } from '../domain/breaker/notices.ts';
import type { GracePeriodInput } from '../domain/grace-period/input.ts';
import { log } from '../log.ts';
import { metrics } from '../metrics.ts';
import { createHandler } from './handler.ts';

/** Half of the function's timeout: a look-up in vain must not take the other messages of its batch along. */
const LOOK_UP_MS = 5_000;

type StartAny = StartExecution<GracePeriodInput | BreakerNoticeInput>;

/** Most launches are tagged in the call itself: the SDK, half of the cold start, is loaded for the first other one. */
const startExecution = (stateMachineArn: string): StartAny => {
  let start: Promise<StartAny> | undefined;
  return async (name, input) => {
    start ??= import('../aws/executions.ts').then((client) => client.startExecution(stateMachineArn));
    await (await start)(name, input);
  };
};

export const handler = createHandler(process.env, {
  startExecution,
  startBreakerNotice: startExecution,
  breaker: breakerTableOnDemand,
  openExecutions: (stateMachineArn) => openExecutionsLater(stateMachineArn, LOOK_UP_MS),
  log: log(),
  metrics: metrics(),
});
