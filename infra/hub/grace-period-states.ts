import { Duration } from 'aws-cdk-lib';
import {
  type Chain,
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
import { TOO_SLOW } from '../../lambdas/domain/grace-period/round.ts';
import type { EnforcementFunction } from './enforcement-function.ts';
import type { MailQueue } from './publish.ts';
import { NO_RETRY, NO_RETRY_STALE, RETRY, RETRY_ACT, RETRY_ATTRIBUTE } from './retries.ts';
import { everyMailRejected, invoke, publishMails } from './state-machine.ts';

/** The functions that the states call. */
export interface Steps {
  readonly attribute: EnforcementFunction;
  readonly check: EnforcementFunction;
  readonly repair: EnforcementFunction;
  readonly terminate: EnforcementFunction;
  readonly notice: EnforcementFunction;
}

/**
 * The states of GracePeriod. An execution finds the launcher and waits for the warning time. Then come rounds of check,
 * repair, terminate and notice; between them it waits until the time that `check` gives. It ends when `check` gives none.
 * lambdas/domain/grace-period/input.ts and round.ts have the types of the state. The functions below are in the order in
 * which their states run. Each takes the states that follow as arguments, so the last states are made first.
 */
export const gracePeriodStates = (scope: Construct, steps: Steps, mailQueue: MailQueue): IChainable => {
  // If the record came late, the timestamp is in the past, and the state does not wait.
  const waitForWarning = new Wait(scope, 'WaitForWarning', { time: WaitTime.timestampPath('$.warnAt') });
  const check = invoke(
    scope,
    'Check',
    steps.check,
    '$.check',
    TaskInput.fromObject({
      execution: JsonPath.executionName,
      redrives: JsonPath.numberAt('$$.Execution.RedriveCount'),
      state: JsonPath.objectAt('$'),
    }),
  );
  const notChecked = new Pass(scope, 'NotChecked', {
    inputPath: '$$.State.EnteredTime',
    resultPath: '$.notCheckedAt',
  });
  const notice = noticeStates(scope, steps, mailQueue, check);
  const terminate = terminateStates(scope, steps, { check, notice });
  const repair = repairStates(scope, steps, { check, terminate });
  check.addRetry(RETRY).addCatch(notChecked.next(notice), { resultPath: '$.check' }).next(repair);
  // For the log lines of functions whose event is the whole state.
  const keepName = new Pass(scope, 'KeepExecutionName', {
    inputPath: JsonPath.executionName,
    resultPath: '$.execution',
  });
  return keepName.next(attributeState(scope, 'Attribute', steps, waitForWarning.next(check)));
};

/**
 * A state that looks for the person behind the launch. If it fails, `$.launcher` stays as it was (an earlier result, or
 * absent), and the execution goes on: finding the recipients must never delay a termination.
 */
const attributeState = (scope: Construct, id: string, { attribute }: Steps, next: IChainable): Chain =>
  invoke(scope, id, attribute, '$.launcher')
    .addRetry(RETRY_ATTRIBUTE)
    .addCatch(next, { resultPath: '$.notAttributed' })
    .next(next);

/** Writes the Owner of near misses. If it fails, the execution goes on: near misses are never terminated. */
const repairStates = (
  scope: Construct,
  steps: Steps,
  { check, terminate }: { readonly check: IChainable; readonly terminate: Choice },
): Choice => {
  const repair = invoke(
    scope,
    'Repair',
    steps.repair,
    '$.check.repair',
    TaskInput.fromObject({
      execution: JsonPath.executionName,
      accountId: JsonPath.stringAt('$.launch.accountId'),
      region: JsonPath.stringAt('$.launch.region'),
      checkedAt: JsonPath.stringAt('$.check.checkedAt'),
      orders: JsonPath.objectAt('$.check.toRepair'),
    }),
  );
  repair
    .addRetry(RETRY_ACT)
    .addCatch(terminate, { resultPath: '$.check.repair' })
    .next(recheckRefused(scope, check, terminate));
  return new Choice(scope, 'AnyToRepair?')
    .when(Condition.isPresent('$.check.toRepair[0]'), repair)
    .otherwise(terminate);
};

/**
 * After `repair`: AWS may refuse to overwrite an Owner that the check had not seen. If no later check is planned, one more
 * check finds what is there now. `repair` lists refused instances first.
 */
const recheckRefused = (scope: Construct, check: IChainable, next: IChainable): Choice =>
  new Choice(scope, 'AnyRepairRefused?')
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
        .next(new Wait(scope, 'WaitAfterRefusedRepair', { time: WaitTime.duration(Duration.seconds(10)) }))
        .next(check),
    )
    .otherwise(next);

/** True if termination was abandoned and some instances are still due. */
const terminationAbandoned = Condition.and(
  Condition.isPresent('$.notEnded'),
  Condition.isPresent('$.check.toTerminate[0]'),
);

/** Terminates the instances that are due, and checks again those that were not finished. */
const terminateStates = (
  scope: Construct,
  steps: Steps,
  { check, notice }: { readonly check: IChainable; readonly notice: IChainable },
): Choice => {
  const terminate = invoke(
    scope,
    'Terminate',
    steps.terminate,
    '$.terminations',
    TaskInput.fromObject({
      execution: JsonPath.executionName,
      attempt: JsonPath.numberAt('$$.State.RetryCount'),
      redrives: JsonPath.numberAt('$$.Execution.RedriveCount'),
      state: JsonPath.objectAt('$'),
    }),
  );
  const recheck = recheckOnce(scope, check);
  // Without this wait, a pause or a deployment under way would make the execution loop without rest.
  const waitBeforeRecheck = new Wait(scope, 'WaitBeforeRecheck', {
    time: WaitTime.duration(Duration.seconds(10)),
  });
  const recheckWhileUnfinished = waitBeforeRecheck.next(check);
  // One more check finds which unfinished instances are still due. `terminate` itself sets the limit on these checks.
  const unfinished = new Choice(scope, 'AnyUnfinished?')
    .when(Condition.isPresent('$.terminations.unfinished[0]'), recheckWhileUnfinished)
    .otherwise(notice);
  return new Choice(scope, 'AnyToTerminate?')
    .when(terminationAbandoned, notice)
    .when(
      Condition.isPresent('$.check.toTerminate[0]'),
      terminate
        .addRetry(NO_RETRY)
        .addRetry(RETRY_ACT)
        .addCatch(recheck, { errors: [StaleVerdict.name], resultPath: '$.stale' })
        .addCatch(recheck, { errors: [AnswerLost.name], resultPath: '$.answerLost' })
        // A deployment changed the account's mode meanwhile: the next check reads the new one.
        .addCatch(recheckWhileUnfinished, { errors: [AccountNotEnforced.name], resultPath: '$.notEnforced' })
        // Some instances may be terminated all the same: one more check finds which.
        .addCatch(check, { errors: [Errors.ALL], resultPath: '$.notEnded' })
        .next(unfinished),
    )
    .otherwise(notice);
};

/**
 * Goes back to `check`, once. Without this limit, a termination that is always too slow would loop until the execution
 * times out, and nobody would be notified. The second time, a last check finds the outcome for the mail.
 */
const recheckOnce = (scope: Construct, check: IChainable): Choice =>
  new Choice(scope, 'AlreadyRechecked?')
    .when(
      Condition.isPresent('$.rechecked'),
      new Pass(scope, 'AbandonTermination', {
        result: Result.fromObject({
          Error: TOO_SLOW,
          Cause: 'Twice, a minute was not enough: see state Terminate',
        }),
        resultPath: '$.notEnded',
      }).next(check),
    )
    .otherwise(
      new Pass(scope, 'MarkRechecked', {
        result: Result.fromBoolean(true),
        resultPath: '$.rechecked',
      }).next(check),
    );

/** Writes the mails of the round and has them sent, and fails where the round failed. */
const noticeStates = (scope: Construct, steps: Steps, mailQueue: MailQueue, check: IChainable): Chain => {
  const nextRound = nextRoundStates(scope, check);
  const failed = new Choice(scope, 'AnyFailure?')
    .when(
      Condition.isPresent('$.check.Error'),
      new Fail(scope, 'CheckFailed', {
        error: 'CheckFailed',
        cause: 'No instance was judged: see state Check',
      }),
    )
    .when(
      // No round may follow: it would take `$.notEnded` for its own.
      Condition.isPresent('$.notEnded'),
      new Fail(scope, 'TerminationFailed', {
        error: 'TerminationFailed',
        cause: 'What was due may live on: see state Terminate',
      }),
    )
    .otherwise(nextRound);
  const published = new Pass(scope, 'Published', {
    inputPath: '$$.State.EnteredTime',
    resultPath: '$.publishedAt',
  });
  const noticeThenPublish = invoke(scope, 'Notice', steps.notice, '$.notice')
    .addRetry(NO_RETRY_STALE)
    .addRetry(RETRY)
    .addCatch(check, { errors: [StaleRound.name], resultPath: '$.stale' })
    .next(publishMails(scope, mailQueue))
    .next(published)
    .next(failed);
  // Again before each notice: records of sessions come late, and answers of CloudTrail even later.
  return attributeState(scope, 'AttributeAgain', steps, noticeThenPublish);
};

/** Waits for the time of the next round, or ends if there is none. */
const nextRoundStates = (scope: Construct, check: IChainable): Choice => {
  const outcomes = new Pass(scope, 'Outcomes', {
    parameters: { outcomes: JsonPath.objectAt('$.notice.outcomes') },
  });
  // The outcomes already have the results of this round's terminations; the next round may try again what failed.
  const nextRound = new Pass(scope, 'NextRound', {
    result: Result.fromObject({ results: [], unfinished: [], ifGone: [] }),
    resultPath: '$.terminations',
  });
  const waitForDeadline = new Wait(scope, 'WaitForDeadline', {
    time: WaitTime.timestampPath('$.check.until'),
  });
  return new Choice(scope, 'AnotherRound?')
    .when(
      Condition.and(Condition.isNull('$.check.until'), everyMailRejected),
      new Fail(scope, 'NotificationFailed', {
        error: 'NotificationFailed',
        cause: 'No topic took the last mail. What became of the instances: see state Notice',
      }),
    )
    .when(Condition.isNull('$.check.until'), outcomes)
    .otherwise(nextRound.next(waitForDeadline).next(check));
};
