import { MetricUnit, Metrics as Powertools } from '@aws-lambda-powertools/metrics';
import {
  type CountName,
  type DurationName,
  type MetricName,
  NAMESPACE,
  type TotalName,
} from './domain/metric.ts';

/** Measures for a function. The metrics are listed in lambdas/domain/metric.ts. */
export type Metrics = {
  /** @param value 1 if left out; 0 writes nothing */
  readonly count: (name: CountName, accountId: string, value?: number) => void;
  /** Counts what has no series for each account. @param value as of `count` */
  readonly total: (name: TotalName, value?: number) => void;
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
  const measure = (name: MetricName, unit: 'Count' | 'Seconds', value: number): void => {
    powertools.addMetric(name, unit, value).publishStoredMetrics();
  };
  // A second series, by `service` alone, is for all accounts together.
  const measureIn = (
    name: CountName | DurationName,
    unit: 'Count' | 'Seconds',
    accountId: string,
    value: number,
  ): void => {
    powertools.addDimension('account', accountId).addDimensions({});
    measure(name, unit, value);
  };
  return {
    count: (name, accountId, value = 1) => {
      if (value > 0) measureIn(name, MetricUnit.Count, accountId, value);
    },
    total: (name, value = 1) => {
      if (value > 0) measure(name, MetricUnit.Count, value);
    },
    seconds: (name, accountId, seconds) => measureIn(name, MetricUnit.Seconds, accountId, seconds),
  };
};
