import type { Metrics } from '../../lambdas/metrics.ts';

/** Metrics that keep what is measured, as `Launches 422448306679 1`; of a count of nothing, nothing. */
export const aMetrics = (): Metrics & { readonly measured: string[] } => {
  const measured: string[] = [];
  return {
    measured,
    count: (name, accountId, value = 1) => {
      if (value > 0) measured.push(`${name} ${accountId} ${value}`);
    },
    seconds: (name, accountId, seconds) => measured.push(`${name} ${accountId} ${seconds}`),
  };
};
