import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import { STATE_MACHINE_NAME } from '../names.ts';
import { gracePeriodStates, type Steps } from './grace-period-states.ts';
import { LOG_RETENTION } from './log-retention.ts';
import type { MailQueue } from './mail-queue.ts';
import { stateMachineRole } from './state-machine-role.ts';

export interface GracePeriodProps {
  readonly configuration: Configuration;
  readonly steps: Steps;
  readonly mailQueue: MailQueue;
}

/** The state machine that gives each launch its grace period. An execution is the record of what was done. */
export class GracePeriod extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, { configuration, steps, mailQueue }: GracePeriodProps) {
    super(scope, 'GracePeriod');
    const { gracePeriodMinutes, minimumNoticeMinutes } = configuration;
    this.stateMachine = new StateMachine(this, 'Resource', {
      stateMachineName: STATE_MACHINE_NAME,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromChainable(gracePeriodStates(this, steps, mailQueue)),
      // Immutable, or CDK would add wider statements of its own.
      role: this.role(steps, mailQueue).withoutPolicyUpdates(),
      // All waits, and three hours. With every retry of every step, each at its timeout, a round takes 50 minutes, ten of
      // them for mails that nobody takes, and one that terminates 50 more: the two rounds of a launch, two and a half hours.
      // What lasts longer turns in a circle, and must not do so unseen for the year that Step Functions would let it.
      timeout: Duration.minutes(gracePeriodMinutes + minimumNoticeMinutes + 180),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', { retention: LOG_RETENTION }),
        level: LogLevel.ALL,
        includeExecutionData: true,
      },
    });
  }

  private role({ attribute, check, repair, terminate, notice }: Steps, { queue }: MailQueue): Role {
    const calls = new PolicyStatement({
      actions: ['lambda:InvokeFunction'],
      resources: [attribute, check, repair, terminate, notice].map((step) => step.function.functionArn),
    });
    const mails = new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] });
    return stateMachineRole(this, 'GracePeriod', [calls, mails]);
  }
}
