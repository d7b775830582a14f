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
 * The states of GracePeriod: keep the execution's name, look for the person, wait to the warning time, then rounds of check, repair, terminate and
 * notice, each to the time that `check` gives, until nothing is left to wait for. What flows is typed in
 * lambdas/domain/grace-period/input.ts and round.ts. The parts stand below in the order in which they run; a part is made
 * after those that it leads to.
 */
export const gracePeriodStates = (scope: Construct, steps: Steps, mailQueue: MailQueue): IChainable => {
  // A timestamp in the past, of a record that came late, is no wait at all.
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
  // For the log lines of the functions that get the whole state.
  const keepName = new Pass(scope, 'KeepExecutionName', {
    inputPath: JsonPath.executionName,
    resultPath: '$.execution',
  });
  return keepName.next(attributeState(scope, 'Attribute', steps, waitForWarning.next(check)));
};

/**
 * A state that looks for the person behind the launch. Failing, it leaves `$.launcher` as it was, found before or absent,
 * and goes on all the same: whom to tell never delays what is due.
 */
const attributeState = (scope: Construct, id: string, { attribute }: Steps, next: IChainable): Chain =>
  invoke(scope, id, attribute, '$.launcher')
    .addRetry(RETRY_ATTRIBUTE)
    .addCatch(next, { resultPath: '$.notAttributed' })
    .next(next);

/** Writes the Owner of near misses. A failed repair goes on, and its instances stay near misses: they are never terminated. */
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
 * After `repair`: where AWS refused to write over an Owner that the check had not seen, and no later check comes, one more
 * check tells what there is now. `repair` answers with what was refused first.
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

/** Whether terminating was given up, and some that are due live on. */
const terminationAbandoned = Condition.and(
  Condition.isPresent('$.notEnded'),
  Condition.isPresent('$.check.toTerminate[0]'),
);

/** Ends what is due, and looks again at what came to no end. */
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
  // Before one more look: a pause, or a deployment under way, would go round without a rest otherwise.
  const waitBeforeRecheck = new Wait(scope, 'WaitBeforeRecheck', {
    time: WaitTime.duration(Duration.seconds(10)),
  });
  const recheckWhileUnfinished = waitBeforeRecheck.next(check);
  // Of what came to no end, one more look tells what is due still. `terminate` itself gives up in the end.
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
        // A deployment came between: what the next check is told of the account says how it goes on.
        .addCatch(recheckWhileUnfinished, { errors: [AccountNotEnforced.name], resultPath: '$.notEnforced' })
        // Some may have ended all the same: one more look tells which.
        .addCatch(check, { errors: [Errors.ALL], resultPath: '$.notEnded' })
        .next(unfinished),
    )
    .otherwise(notice);
};

/**
 * Goes back to `check`, once: what is too slow twice would go round until the execution times out, untold. Then it is
 * looked at for the last time, to tell what came of it.
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
      // A round that comes after that would take it for its own.
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
  // Before each notice: records of sessions come late, and answers of CloudTrail later.
  return attributeState(scope, 'AttributeAgain', steps, noticeThenPublish);
};

/** Waits for the next round's time, or ends where none is left to wait for. */
const nextRoundStates = (scope: Construct, check: IChainable): Choice => {
  const outcomes = new Pass(scope, 'Outcomes', {
    parameters: { outcomes: JsonPath.objectAt('$.notice.outcomes') },
  });
  // What came of this round's terminations is in its outcomes: the next may ask again for what failed.
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
