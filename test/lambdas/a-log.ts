import type { Log, LogCode } from '../../lambdas/log.ts';

/** A log that keeps the code of each line. */
export const aLog = (): Log & { readonly lines: LogCode[] } => {
  const lines: LogCode[] = [];
  const save: Log['info'] = (code) => {
    lines.push(code);
  };
  return { lines, info: save, warn: save, error: save };
};
