import { Duration } from 'aws-cdk-lib';
import { type TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { EnforcementFunction } from './enforcement-function.ts';

/**
 * A state that calls a function; its answer then stands at `resultPath`.
 *
 * @param payload the function's event; the whole state if left out
 */
export const invoke = (
  scope: Construct,
  id: string,
  step: EnforcementFunction,
  resultPath: string,
  payload?: TaskInput,
) =>
  new LambdaInvoke(scope, id, {
    lambdaFunction: step.function,
    ...(payload ? { payload } : {}),
    payloadResponseOnly: true,
    // retries.ts says it all: CDK's own retrier would come first.
    retryOnServiceExceptions: false,
    // Lambda itself ends a run before that: this is for an answer that never comes.
    taskTimeout: Timeout.duration(step.timeout.plus(Duration.seconds(30))),
    resultPath,
  });
