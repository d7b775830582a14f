import { Choice, Condition, type IChainable, Pass, Result } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/** Goes back to `check`, once: what is too slow twice would go round until the execution times out, untold. */
export const lookAgain = (scope: Construct, check: IChainable, tell: IChainable): Choice =>
  new Choice(scope, 'LookAgain')
    .when(
      Condition.isPresent('$.lookedAgain'),
      new Pass(scope, 'GiveUp', {
        result: Result.fromObject({
          Error: 'TooSlow',
          Cause: 'Twice, a minute was not enough: see state Terminate',
        }),
        resultPath: '$.check.termination',
      }).next(tell),
    )
    .otherwise(
      new Pass(scope, 'LookedAgain', {
        result: Result.fromBoolean(true),
        resultPath: '$.lookedAgain',
      }).next(check),
    );
