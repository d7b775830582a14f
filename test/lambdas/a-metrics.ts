import type { Metrics } from '../../lambdas/metrics.ts';

/** Metrics that keep each measurement, as `Launches 422448306679 1` or `Reminded 1`. A count of zero is not kept. */
export const aMetrics = (): Metrics & { readonly measured: string[] } => {
  const measured: string[] = [];
  return {
    measured,
    count: (name, accountId, value = 1) => {
      if (value > 0) measured.push(`${name} ${accountId} ${value}`);
    },
    total: (name, value = 1) => {
      if (value > 0) measured.push(`${name} ${value}`);
    },
    seconds: (name, accountId, seconds) => measured.push(`${name} ${accountId} ${seconds}`),
  };
};
