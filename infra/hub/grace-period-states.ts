import {
  Choice,
  Condition,
  Errors,
  Fail,
  type IChainable,
  JsonPath,
  Pass,
  Result,
  TaskInput,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import {
  AccountNotEnforced,
  AnswerLost,
  StaleRound,
  StaleVerdict,
} from '../../lambdas/domain/grace-period/errors.ts';
import { attributeState } from './attribute-state.ts';
import type { EnforcementFunction } from './enforcement-function.ts';
import { goOn, rest } from './go-on.ts';
import { invoke } from './invoke.ts';
import { isGivenUp, lookAgain } from './look-again.ts';
import type { MailQueue } from './mail-queue.ts';
import { nobodyTold, publishMails } from './publish-mails.ts';
import { recheckRefused } from './recheck-refused.ts';
import { NO_RETRY, NO_RETRY_STALE, RETRY, RETRY_ACT } from './retries.ts';

/** The functions that the states call. */
export interface Steps {
  readonly attribute: EnforcementFunction;
  readonly check: EnforcementFunction;
  readonly repair: EnforcementFunction;
  readonly terminate: EnforcementFunction;
  readonly notice: EnforcementFunction;
}

/**
 * The states of GracePeriod: look for the person, wait to the warning time, then rounds of check, repair, terminate and
 * notice, each to the time that `check` gives, until nothing is left to wait for. What flows is typed in
 * lambdas/domain/grace-period/input.ts and round.ts.
 */
export const gracePeriodStates = (scope: Construct, steps: Steps, mailQueue: MailQueue): IChainable => {
  const launch = {
    accountId: JsonPath.stringAt('$.launch.accountId'),
    region: JsonPath.stringAt('$.launch.region'),
  };

  // A timestamp in the past, of a record that came late, is no wait at all.
  const waitForWarning = new Wait(scope, 'WaitForWarning', { time: WaitTime.timestampPath('$.warnAt') });
  const check = invoke(
    scope,
    'Check',
    steps.check,
    '$.check',
    TaskInput.fromObject({
      redrives: JsonPath.numberAt('$$.Execution.RedriveCount'),
      state: JsonPath.objectAt('$'),
    }),
  );
  const repair = invoke(
    scope,
    'Repair',
    steps.repair,
    '$.check.repair',
    TaskInput.fromObject({
      ...launch,
      checkedAt: JsonPath.stringAt('$.check.checkedAt'),
      orders: JsonPath.objectAt('$.check.toRepair'),
    }),
  );
  const terminate = invoke(
    scope,
    'Terminate',
    steps.terminate,
    '$.terminations',
    TaskInput.fromObject({
      attempt: JsonPath.numberAt('$$.State.RetryCount'),
      redrives: JsonPath.numberAt('$$.Execution.RedriveCount'),
      state: JsonPath.objectAt('$'),
    }),
  );
  const notice = invoke(scope, 'Notice', steps.notice, '$.notice');
  const published = new Pass(scope, 'Published', {
    inputPath: '$$.State.EnteredTime',
    resultPath: '$.publishedAt',
  });
  const waitForDeadline = new Wait(scope, 'WaitForDeadline', {
    time: WaitTime.timestampPath('$.check.until'),
  });
  // What came of this round's terminations is in its outcomes: the next may ask again for what failed.
  const nextRound = new Pass(scope, 'NextRound', {
    result: Result.fromObject({ results: [], unfinished: [], ifGone: [] }),
    resultPath: '$.terminations',
  });
  const outcomes = new Pass(scope, 'Outcomes', {
    parameters: { outcomes: JsonPath.objectAt('$.notice.outcomes') },
  });

  const anotherRound = new Choice(scope, 'Again')
    .when(
      Condition.and(Condition.isNull('$.check.until'), nobodyTold),
      new Fail(scope, 'NotTold', {
        error: 'NotTold',
        cause: 'No topic took the last mail. What became of the instances: see state Notice',
      }),
    )
    .when(Condition.isNull('$.check.until'), outcomes)
    .otherwise(nextRound.next(waitForDeadline).next(check));
  const failed = new Choice(scope, 'Failed')
    .when(
      Condition.isPresent('$.check.Error'),
      new Fail(scope, 'CheckFailed', {
        error: 'CheckFailed',
        cause: 'No instance was judged: see state Check',
      }),
    )
    .when(
      // A round that comes after that would take it for its own.
      Condition.isPresent('$.notEnded'),
      new Fail(scope, 'TerminationFailed', {
        error: 'TerminationFailed',
        cause: 'What was due may live on: see state Terminate',
      }),
    )
    .otherwise(anotherRound);
  const noticed = notice
    .addRetry(NO_RETRY_STALE)
    .addRetry(RETRY)
    .addCatch(check, { errors: [StaleRound.name], resultPath: '$.stale' })
    .next(publishMails(scope, mailQueue))
    .next(published)
    .next(failed);
  // Before each notice: records of sessions come late, and answers of CloudTrail later.
  const tell = attributeState(scope, 'AttributeAgain', steps.attribute, noticed);

  const slow = lookAgain(scope, check);
  const again = rest(scope).next(check);
  const unfinished = goOn(scope, again, tell);
  const anyToTerminate = new Choice(scope, 'AnyToTerminate')
    .when(isGivenUp, tell)
    .when(
      Condition.isPresent('$.check.toTerminate[0]'),
      terminate
        .addRetry(NO_RETRY)
        .addRetry(RETRY_ACT)
        .addCatch(slow, { errors: [StaleVerdict.name], resultPath: '$.stale' })
        .addCatch(slow, { errors: [AnswerLost.name], resultPath: '$.answerLost' })
        // A deployment came between: what the next check is told of the account says how it goes on.
        .addCatch(again, { errors: [AccountNotEnforced.name], resultPath: '$.notEnforced' })
        // Some may have ended all the same: one more look tells which.
        .addCatch(check, { errors: [Errors.ALL], resultPath: '$.notEnded' })
        .next(unfinished),
    )
    .otherwise(tell);
  // A failed repair goes on, and its instances stay near misses: they are never terminated.
  repair
    .addRetry(RETRY_ACT)
    .addCatch(anyToTerminate, { resultPath: '$.check.repair' })
    .next(recheckRefused(scope, check, anyToTerminate));
  const anyToRepair = new Choice(scope, 'AnyToRepair')
    .when(Condition.isPresent('$.check.toRepair[0]'), repair)
    .otherwise(anyToTerminate);
  const notChecked = new Pass(scope, 'NotChecked', {
    inputPath: '$$.State.EnteredTime',
    resultPath: '$.notCheckedAt',
  });
  check.addRetry(RETRY).addCatch(notChecked.next(tell), { resultPath: '$.check' }).next(anyToRepair);
  return attributeState(scope, 'Attribute', steps.attribute, waitForWarning.next(check));
};
