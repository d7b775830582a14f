import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
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
  TaskInput,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { SweepInput } from '../../lambdas/domain/sweep/classify.ts';
import type { Configuration } from '../config/configuration.ts';
import { ruleDeadLetters } from '../events/rule-to-hub.ts';
import { SUB_ACCOUNT_ROLES, SWEEP_STATE_MACHINE_NAME } from '../names.ts';
import type { Breaker } from './breaker.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { sweepEnvironment } from './environments.ts';
import type { GracePeriod } from './grace-period.ts';
import type { Pause } from './pause.ts';
import { grantAssumeRole, grantCountGracePeriods, grantStartExecution } from './permissions.ts';
import { RETRY_SWEEP } from './retries.ts';
import { stateMachine } from './state-machine.ts';
import type { Table } from './table.ts';

interface SweepProps {
  readonly configuration: Configuration;
  readonly gracePeriod: GracePeriod;
  readonly breaker: Breaker;
  readonly table: Table;
  readonly pause: Pause;
  /** Where looks at what is attached to instances are queued; null if no Owner is propagated. */
  readonly propagateQueue: Queue | null;
}

/**
 * Checks every instance of the sub-accounts every ten minutes, for what events missed. Two sweeps may overlap and find the
 * same instances. That does no harm: each lists the open grace periods, and both would start executions of the same names.
 */
export class Sweep extends Construct {
  constructor(scope: Construct, props: SweepProps) {
    super(scope, 'Sweep');
    const { configuration } = props;
    const sweep = this.sweep(props);
    const accounts = configuration.subAccounts.map(({ accountId, name, mode, regions }) => ({
      accountId,
      name,
      mode,
      regions,
    }));
    const machine = stateMachine(this, {
      name: SWEEP_STATE_MACHINE_NAME,
      definition: sweepStates(this, sweep, accounts),
      calls: [sweep],
      // A hundred accounts take three rounds of forty; if every try runs into its timeout, each round takes 21 minutes.
      timeout: Duration.minutes(75),
    });
    new Rule(this, 'Schedule', {
      description: 'Starts a sweep of all accounts every ten minutes',
      schedule: Schedule.rate(Duration.minutes(10)),
      targets: [
        new SfnStateMachine(machine, {
          deadLetterQueue: ruleDeadLetters(this),
          // The next sweep does the same work.
          maxEventAge: Duration.minutes(10),
          retryAttempts: 3,
        }),
      ],
    });
  }

  private sweep(props: SweepProps): EnforcementFunction {
    const { configuration, gracePeriod, breaker, table, pause, propagateQueue } = props;
    const sweep = new EnforcementFunction(this, {
      name: 'sweep',
      description: 'Finds noncompliant instances in an account that have no grace period',
      environment: sweepEnvironment(
        configuration,
        {
          gracePeriod: gracePeriod.stateMachine.stateMachineArn,
          breaker: breaker.stateMachine.stateMachineArn,
        },
        propagateQueue?.queueUrl ?? '',
      ),
      // Seventeen Regions, eight at once, take three rounds. A Region with 10,000 instances takes ten pages of some seconds,
      // and throttling takes half a minute at most before it is an error.
      timeout: Duration.minutes(5),
      // Eight pages of 1,000 instances at once: each has ten megabytes in EC2's answer, and several times that once parsed.
      memorySize: 1024,
    });
    grantAssumeRole(sweep, SUB_ACCOUNT_ROLES.read, configuration.subAccounts);
    grantStartExecution(sweep, gracePeriod);
    grantCountGracePeriods(sweep, table, breaker);
    table.grant(sweep, ['Query'], ['held-by#*']);
    table.grant(
      sweep,
      ['GetItem'],
      ['stopped#*', 'held#*', 'exempt#*', 'reported#*', 'noticed#*', 'swept#*'],
    );
    table.grant(sweep, ['PutItem'], ['swept#*']);
    table.grantReadUsers(sweep, configuration);
    pause.grant(sweep);
    if (propagateQueue) {
      sweep.allow(['sqs:SendMessage'], [propagateQueue.queueArn]);
    }
    return sweep;
  }
}

/**
 * Accounts at once: the most that an inline Map runs.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html
 */
const CONCURRENCY = 40;

const NOT_SWEPT = 'not-swept';

/**
 * The states of Sweep: one call for each account, many at once. If one fails, the others go on, and the execution fails at
 * its end.
 */
const sweepStates = (
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
    payload: TaskInput.fromObject({
      execution: JsonPath.executionName,
      accountId: JsonPath.stringAt('$.accountId'),
      name: JsonPath.stringAt('$.name'),
      mode: JsonPath.stringAt('$.mode'),
      regions: JsonPath.listAt('$.regions'),
    }),
    payloadResponseOnly: true,
    // Only the retries of retries.ts: CDK would put its own before them.
    retryOnServiceExceptions: false,
    resultSelector: { outcome: 'swept', swept: JsonPath.entirePayload },
  })
    .addRetry(RETRY_SWEEP)
    .addCatch(notSwept, { resultPath: '$.error' });
  const all = new MapState(scope, 'SweepAccounts', {
    itemsPath: '$.accounts',
    resultPath: '$.swept',
    maxConcurrency: CONCURRENCY,
  }).itemProcessor(each);
  const anyFailed = new Pass(scope, 'FindFailures', {
    parameters: { anyFailed: JsonPath.arrayContains(JsonPath.listAt('$.swept[*].outcome'), NOT_SWEPT) },
  });
  const end = new Choice(scope, 'AnyFailure?')
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
