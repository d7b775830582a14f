import type { StartExecution } from '../aws/start-execution.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

/** Most launches are tagged in the call itself: the SDK, half of the cold start, is loaded for the first other one. */
const startExecution = (stateMachineArn: string): StartExecution => {
  let start: Promise<StartExecution> | undefined;
  return async (name, input) => {
    start ??= import('../aws/start-execution.ts').then((client) => client.startExecution(stateMachineArn));
    await (await start)(name, input);
  };
};

export const handler = createHandler(process.env, { startExecution, log: log() });
