import { ArnFormat, type Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { MEASURED_BY, type MetricName, NAMESPACE } from '../../lambdas/domain/metric.ts';
import type { AnyFunctionName } from '../names.ts';
import { EnforcementFunction } from './enforcement-function.ts';

/**
 * A metric that the functions write (lambdas/domain/metric.ts), of one account or of all. It has no label: with one, CDK
 * would turn an alarm's metric into metric math.
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
 * A metric that Step Functions writes about a state machine of the hub.
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

/** A construct's id in kebab case: `launch-queue` for LaunchQueue. */
const kebab = (id: string): string => id.replace(/(?<=.)[A-Z]/g, '-$&').toLowerCase();

/** The hub's dead-letter queues, by the name of their queue: all in the stack, so that new ones have alarms too. */
export const deadLetterQueues = (scope: Construct): ReadonlyMap<string, Queue> =>
  new Map(
    Stack.of(scope)
      .node.findAll()
      .flatMap((one) => {
        const of = one.node.scope?.node.id ?? '';
        return one instanceof Queue && one.node.id === 'DeadLetters' ? [[kebab(of), one] as const] : [];
      }),
  );

/** The hub's functions, by name. */
export const functionsByName = (scope: Construct): ReadonlyMap<AnyFunctionName, EnforcementFunction> =>
  new Map(
    Stack.of(scope)
      .node.findAll()
      .flatMap((one) => (one instanceof EnforcementFunction ? [[one.functionName, one] as const] : [])),
  );
