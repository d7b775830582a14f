import { Choice, Condition, type IChainable, Pass, Result } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { TOO_SLOW } from '../../lambdas/domain/grace-period/round.ts';

/**
 * Goes back to `check`, once: what is too slow twice would go round until the execution times out, untold. Then it is
 * looked at for the last time, to tell what came of it.
 */
export const lookAgain = (scope: Construct, check: IChainable): Choice =>
  new Choice(scope, 'LookAgain')
    .when(
      Condition.isPresent('$.lookedAgain'),
      new Pass(scope, 'GiveUp', {
        result: Result.fromObject({
          Error: TOO_SLOW,
          Cause: 'Twice, a minute was not enough: see state Terminate',
        }),
        resultPath: '$.notEnded',
      }).next(check),
    )
    .otherwise(
      new Pass(scope, 'LookedAgain', {
        result: Result.fromBoolean(true),
        resultPath: '$.lookedAgain',
      }).next(check),
    );

/** Whether terminating was given up, and some that are due live on. */
export const isGivenUp = Condition.and(
  Condition.isPresent('$.notEnded'),
  Condition.isPresent('$.check.toTerminate[0]'),
);
