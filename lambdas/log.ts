import { Logger } from '@aws-lambda-powertools/logger';

/** What a function may log: one structured line a fact. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

/** What JSON does not escape, and a terminal that shows the line obeys: C1 controls, what hides or turns text round. */
const OBEYED = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The log of a function: its name is POWERTOOLS_SERVICE_NAME. */
export const log = (): Log =>
  new Logger({
    jsonReplacerFn: (_key, value) => (typeof value === 'string' ? value.replace(OBEYED, ' ') : value),
  });
