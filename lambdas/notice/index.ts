import { log } from '../log.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, { log: log() });
