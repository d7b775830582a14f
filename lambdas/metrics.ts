import { MetricUnit, Metrics as Powertools } from '@aws-lambda-powertools/metrics';
import { type DurationName, type MetricName, NAMESPACE } from './domain/metric.ts';

/** What a function may measure: lambdas/domain/metric.ts. */
export type Metrics = {
  /** @param value 1 if left out; 0 is not worth a line */
  readonly count: (name: Exclude<MetricName, DurationName>, accountId: string, value?: number) => void;
  readonly seconds: (name: DurationName, accountId: string, seconds: number) => void;
};

/**
 * The metrics of a function, each a line in its log that CloudWatch reads: no call, and nothing to flush. A step that is
 * tried again after it measured measures again: each does so last, when only its answer can still be lost.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const metrics = (): Metrics => {
  const powertools = new Powertools({ namespace: NAMESPACE });
  const measure = (name: MetricName, unit: 'Count' | 'Seconds', accountId: string, value: number): void => {
    powertools
      .addDimension('account', accountId)
      // Without any of its own: a second series by `service` alone, which an alarm can be set on.
      .addDimensions({})
      .addMetric(name, unit, value)
      .publishStoredMetrics();
  };
  return {
    count: (name, accountId, value = 1) => {
      if (value > 0) measure(name, MetricUnit.Count, accountId, value);
    },
    seconds: (name, accountId, seconds) => measure(name, MetricUnit.Seconds, accountId, seconds),
  };
};
