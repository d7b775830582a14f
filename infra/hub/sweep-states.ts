import {
  Choice,
  Condition,
  Fail,
  type IChainable,
  JsonPath,
  Map as MapState,
  Pass,
  Result,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { SweepInput } from '../../lambdas/domain/sweep/sweep.ts';
import type { EnforcementFunction } from './enforcement-function.ts';
import { RETRY_SWEEP } from './retries.ts';

/**
 * Accounts at once, as many as a Map within one execution runs.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html
 */
const AT_ONCE = 40;

const NOT_SWEPT = 'not-swept';

/**
 * The states of Sweep: a look at each account, many at once. One that fails keeps no other back, and makes the execution
 * fail at its end.
 */
export const sweepStates = (
  scope: Construct,
  sweep: EnforcementFunction,
  accounts: readonly SweepInput[],
): IChainable => {
  const notSwept = new Pass(scope, 'NotSwept', {
    parameters: {
      outcome: NOT_SWEPT,
      accountId: JsonPath.stringAt('$.accountId'),
      error: JsonPath.objectAt('$.error'),
    },
  });
  const each = new LambdaInvoke(scope, 'SweepAccount', {
    lambdaFunction: sweep.function,
    payloadResponseOnly: true,
    // retries.ts says it all: CDK's own retrier would come first.
    retryOnServiceExceptions: false,
    resultSelector: { outcome: 'swept', swept: JsonPath.entirePayload },
  })
    .addRetry(RETRY_SWEEP)
    .addCatch(notSwept, { resultPath: '$.error' });
  const all = new MapState(scope, 'SweepAccounts', {
    itemsPath: '$.accounts',
    resultPath: '$.swept',
    maxConcurrency: AT_ONCE,
  }).itemProcessor(each);
  const anyFailed = new Pass(scope, 'AnyFailed', {
    parameters: { anyFailed: JsonPath.arrayContains(JsonPath.listAt('$.swept[*].outcome'), NOT_SWEPT) },
  });
  const end = new Choice(scope, 'End')
    .when(
      Condition.booleanEquals('$.anyFailed', true),
      new Fail(scope, 'SweepFailed', {
        error: 'SweepFailed',
        cause: 'Some accounts were not swept, or not everywhere: see state NotSwept',
      }),
    )
    .otherwise(new Succeed(scope, 'Swept'));
  return new Pass(scope, 'Accounts', { result: Result.fromObject({ accounts: [...accounts] }) })
    .next(all)
    .next(anyFailed)
    .next(end);
};
