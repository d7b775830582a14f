import { Duration } from 'aws-cdk-lib';
import {
  Choice,
  Condition,
  type IChainable,
  Pass,
  Result,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/**
 * After `repair`: where AWS refused to write over an Owner that the check had not seen, and no later check comes, one more
 * check tells what there is now. `repair` answers with what was refused first.
 */
export const recheckRefused = (scope: Construct, check: IChainable, next: IChainable): Choice =>
  new Choice(scope, 'RepairRefused')
    .when(
      Condition.and(
        Condition.isPresent('$.check.repair[0].result'),
        Condition.stringEquals('$.check.repair[0].result', 'refused'),
        Condition.isNull('$.check.until'),
        Condition.not(Condition.isPresent('$.repairRefused')),
      ),
      new Pass(scope, 'MarkRepairRefused', {
        result: Result.fromBoolean(true),
        resultPath: '$.repairRefused',
      })
        .next(new Wait(scope, 'WaitToRecheck', { time: WaitTime.duration(Duration.seconds(10)) }))
        .next(check),
    )
    .otherwise(next);
