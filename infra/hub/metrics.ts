import { ArnFormat, type Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { MEASURED_BY, type MetricName, NAMESPACE } from '../../lambdas/domain/metric.ts';
import type { FunctionName } from '../names.ts';
import { EnforcementFunction } from './enforcement-function.ts';

/**
 * What the functions measure: lambdas/domain/metric.ts. Of one account, or else of all. Without a label, with which CDK
 * would make metric math of an alarm's metric.
 */
export const measured = (
  name: MetricName,
  settings: { readonly statistic: string; readonly period: Duration; readonly accountId?: string },
): Metric => {
  const { statistic, period, accountId } = settings;
  return new Metric({
    namespace: NAMESPACE,
    metricName: name,
    dimensionsMap: { service: MEASURED_BY[name], ...(accountId ? { account: accountId } : {}) },
    statistic,
    period,
  });
};

/**
 * What Step Functions measures of a state machine of the hub.
 * https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
 *
 * @param metricName as `ExecutionsFailed`
 */
export const executions = (
  scope: Construct,
  metricName: string,
  stateMachineName: string,
  period: Duration,
): Metric =>
  new Metric({
    namespace: 'AWS/States',
    metricName,
    dimensionsMap: {
      StateMachineArn: Stack.of(scope).formatArn({
        service: 'states',
        resource: 'stateMachine',
        resourceName: stateMachineName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    },
    statistic: 'Sum',
    period,
  });

/** A construct's id in small letters: `launch-queue` of LaunchQueue. */
const kebab = (id: string): string => id.replace(/(?<=.)[A-Z]/g, '-$&').toLowerCase();

/** The hub's dead-letter queues, by what they are of. One that is added later is watched without anybody's thinking of it. */
export const deadLetterQueues = (scope: Construct): ReadonlyMap<string, Queue> =>
  new Map(
    Stack.of(scope)
      .node.findAll()
      .flatMap((one) => {
        const of = one.node.scope?.node.id ?? '';
        return one instanceof Queue && one.node.id === 'DeadLetters' ? [[kebab(of), one] as const] : [];
      }),
  );

/** The hub's functions, by their name. */
export const functionsByName = (scope: Construct): ReadonlyMap<FunctionName, EnforcementFunction> =>
  new Map(
    Stack.of(scope)
      .node.findAll()
      .flatMap((one) => (one instanceof EnforcementFunction ? [[one.functionName, one] as const] : [])),
  );
