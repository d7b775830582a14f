import { openExecutionsLater } from '../aws/open-executions-later.ts';
import type { StartExecution } from '../aws/start-execution.ts';
import { log } from '../log.ts';
import { metrics } from '../metrics.ts';
import { createHandler } from './handler.ts';

/** Half of the function's timeout: a look-up in vain must not take the other messages of its batch along. */
const LOOK_UP_MS = 5_000;

/** Most launches are tagged in the call itself: the SDK, half of the cold start, is loaded for the first other one. */
const startExecution = (stateMachineArn: string): StartExecution => {
  let start: Promise<StartExecution> | undefined;
  return async (name, input) => {
    start ??= import('../aws/start-execution.ts').then((client) => client.startExecution(stateMachineArn));
    await (await start)(name, input);
  };
};

export const handler = createHandler(process.env, {
  startExecution,
  openExecutions: (stateMachineArn) => openExecutionsLater(stateMachineArn, LOOK_UP_MS),
  log: log(),
  metrics: metrics(),
});
