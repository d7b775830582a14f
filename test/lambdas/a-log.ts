import type { Log } from '../../lambdas/log.ts';

/** A log that keeps the message of each line. */
export const aLog = (): Log & { readonly lines: string[] } => {
  const lines: string[] = [];
  const keep: Log['info'] = (line) => {
    lines.push(typeof line === 'string' ? line : line.message);
  };
  return { lines, info: keep, warn: keep, error: keep };
};
