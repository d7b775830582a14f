import { startExecution } from '../aws/start-execution.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, { startExecution, log: log() });
