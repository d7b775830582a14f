import { Logger } from '@aws-lambda-powertools/logger';

/** What a function may log: one structured line a fact. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

/** The log of a function: its name is POWERTOOLS_SERVICE_NAME. */
export const log = (): Log => new Logger();
