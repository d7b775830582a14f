import { Duration } from 'aws-cdk-lib';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import { STATE_MACHINE_NAME } from '../names.ts';
import { gracePeriodStates, type Steps } from './grace-period-states.ts';
import type { MailQueue } from './publish.ts';
import { stateMachine } from './state-machine.ts';

interface GracePeriodProps {
  readonly configuration: Configuration;
  readonly steps: Steps;
  readonly mailQueue: MailQueue;
}

/** The state machine that gives each launch its grace period. Its executions are the record of what was done. */
export class GracePeriod extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, { configuration, steps, mailQueue }: GracePeriodProps) {
    super(scope, 'GracePeriod');
    const { gracePeriodMinutes, minimumNoticeMinutes } = configuration;
    const { attribute, check, repair, terminate, notice } = steps;
    this.stateMachine = stateMachine(this, {
      name: STATE_MACHINE_NAME,
      definition: gracePeriodStates(this, steps, mailQueue),
      calls: [attribute, check, repair, terminate, notice],
      mailQueue,
      // All waits, and three hours. If every step uses all its retries and timeouts, a round takes 50 minutes (ten of them
      // for mails that no topic takes), and a round that terminates takes 50 more: two and a half hours for both rounds.
      // An execution that lasts longer is in a loop; Step Functions would let it run for a year.
      timeout: Duration.minutes(gracePeriodMinutes + minimumNoticeMinutes + 180),
    });
  }
}
