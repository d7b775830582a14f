import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
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

export interface SweepProps {
  readonly configuration: Configuration;
  readonly gracePeriod: GracePeriod;
  readonly breaker: Breaker;
  readonly table: Table;
  readonly pause: Pause;
}

/**
 * Looks every ten minutes at all that exists in the sub-accounts, for what events missed. Two sweeps may overlap, and find
 * the same: each asks which grace periods are open, and both would start executions of the same names.
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
      // A hundred accounts are three rounds of forty; with every try at its timeout, each takes 21 minutes.
      timeout: Duration.minutes(75),
    });
    new Rule(this, 'Schedule', {
      description: 'What no event told of: everything, every ten minutes',
      schedule: Schedule.rate(Duration.minutes(10)),
      targets: [
        new SfnStateMachine(machine, {
          deadLetterQueue: ruleDeadLetters(this),
          // The next one does it all.
          maxEventAge: Duration.minutes(10),
          retryAttempts: 3,
        }),
      ],
    });
  }

  private sweep({ configuration, gracePeriod, breaker, table, pause }: SweepProps): EnforcementFunction {
    const sweep = new EnforcementFunction(this, {
      name: 'sweep',
      description: 'Looks at all of an account for what no event told of',
      environment: sweepEnvironment(configuration, {
        gracePeriod: gracePeriod.stateMachine.stateMachineArn,
        breaker: breaker.stateMachine.stateMachineArn,
      }),
      // Seventeen Regions, eight at once, are three rounds; one of 10,000 instances is read in ten pages of some seconds,
      // and throttling takes half a minute at most before it is an error.
      timeout: Duration.minutes(5),
      // Eight pages at once of 1,000 instances, ten megabytes each as EC2 writes them, and some times that once parsed.
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
    return sweep;
  }
}

/**
 * Accounts at once, as many as a Map within one execution runs.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html
 */
const CONCURRENCY = 40;

const NOT_SWEPT = 'not-swept';

/**
 * The states of Sweep: a look at each account, many at once. One that fails keeps no other back, and makes the execution
 * fail at its end.
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
    // retries.ts says it all: CDK's own retrier would come first.
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
