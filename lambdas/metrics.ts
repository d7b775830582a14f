import { MetricUnit, Metrics as Powertools } from '@aws-lambda-powertools/metrics';
import { type DurationName, type MetricName, NAMESPACE, OF_ALL_ACCOUNTS } from './domain/metric.ts';

/** Measures for a function. The metrics are listed in lambdas/domain/metric.ts. */
export type Metrics = {
  /** @param value 1 if left out; 0 writes nothing */
  readonly count: (name: Exclude<MetricName, DurationName>, accountId: string, value?: number) => void;
  readonly seconds: (name: DurationName, accountId: string, seconds: number) => void;
};

/**
 * Makes the metrics of a function. Each is a log line that CloudWatch reads, so it needs no call and no flush. A step
 * that is retried measures again: therefore each handler measures last, when only its answer can still be lost.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const metrics = (): Metrics => {
  const powertools = new Powertools({ namespace: NAMESPACE });
  const measure = (name: MetricName, unit: 'Count' | 'Seconds', accountId: string, value: number): void => {
    // A second series, by `service` alone, is for all accounts together.
    if (!OF_ALL_ACCOUNTS.includes(name)) powertools.addDimension('account', accountId).addDimensions({});
    powertools.addMetric(name, unit, value).publishStoredMetrics();
  };
  return {
    count: (name, accountId, value = 1) => {
      if (value > 0) measure(name, MetricUnit.Count, accountId, value);
    },
    seconds: (name, accountId, seconds) => measure(name, MetricUnit.Seconds, accountId, seconds),
  };
};
