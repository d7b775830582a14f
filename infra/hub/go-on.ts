import { Duration } from 'aws-cdk-lib';
import { Choice, Condition, type IChainable, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/** Before one more look at what came to no end: a pause, or a deployment under way, would go round without a rest otherwise. */
export const rest = (scope: Construct): Wait =>
  new Wait(scope, 'WaitToGoOn', { time: WaitTime.duration(Duration.seconds(10)) });

/**
 * After `terminate`: on to the telling, unless something came to no end. Then one more look tells what is due still, and
 * what was not answered. `terminate` itself gives up in the end.
 */
export const goOn = (scope: Construct, again: IChainable, tell: IChainable): Choice =>
  new Choice(scope, 'Unfinished')
    .when(Condition.isPresent('$.terminations.unfinished[0]'), again)
    .otherwise(tell);
