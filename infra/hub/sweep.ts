import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import { ruleDeadLetters } from '../events/rule-to-hub.ts';
import { SUB_ACCOUNT_ROLES, SWEEP_STATE_MACHINE_NAME } from '../names.ts';
import { allowBegin, allowCount } from './allow-begin.ts';
import { allowAssume } from './assume-sub-account-role.ts';
import type { Breaker } from './breaker.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { sweepEnvironment } from './environments.ts';
import type { GracePeriod } from './grace-period.ts';
import { LOG_RETENTION } from './log-retention.ts';
import type { Pause } from './pause.ts';
import { stateMachineRole } from './state-machine-role.ts';
import { sweepStates } from './sweep-states.ts';
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
    const calls = new PolicyStatement({
      actions: ['lambda:InvokeFunction'],
      resources: [sweep.function.functionArn],
    });
    const stateMachine = new StateMachine(this, 'Resource', {
      stateMachineName: SWEEP_STATE_MACHINE_NAME,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromChainable(sweepStates(this, sweep, accounts)),
      // Immutable, or CDK would add wider statements of its own.
      role: stateMachineRole(this, 'Sweep', [calls]).withoutPolicyUpdates(),
      // A hundred accounts are three rounds of forty; with every try at its timeout, each takes 21 minutes.
      timeout: Duration.minutes(75),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', { retention: LOG_RETENTION }),
        level: LogLevel.ALL,
        includeExecutionData: true,
      },
    });
    new Rule(this, 'Schedule', {
      description: 'What no event told of: everything, every ten minutes',
      schedule: Schedule.rate(Duration.minutes(10)),
      targets: [
        new SfnStateMachine(stateMachine, {
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
    allowAssume(sweep, SUB_ACCOUNT_ROLES.read, configuration.subAccounts);
    allowBegin(sweep, gracePeriod);
    allowCount(sweep, table, breaker);
    table.allow(sweep, ['Query'], ['held-by#*']);

    table.allow(
      sweep,
      ['GetItem'],
      ['stopped#*', 'held#*', 'exempt#*', 'reported#*', 'noticed#*', 'swept#*'],
    );
    table.allow(sweep, ['PutItem'], ['swept#*']);
    table.allowAskForUsers(sweep, configuration);
    pause.allow(sweep);
    return sweep;
  }
}
