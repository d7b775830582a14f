import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import {
  Choice,
  Fail,
  type IChainable,
  JsonPath,
  type StateMachine,
  Succeed,
  TaskInput,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import { BREAKER_STATE_MACHINE_NAME } from '../names.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { breakerEnvironment } from './environments.ts';
import type { MailQueue } from './publish.ts';
import { RETRY } from './retries.ts';
import { everyMailRejected, invoke, publishMails, stateMachine } from './state-machine.ts';
import type { Table } from './table.ts';
import type { Topics } from './topics.ts';

interface BreakerProps {
  readonly configuration: Configuration;
  readonly topics: Topics;
  readonly table: Table;
  readonly mailQueue: MailQueue;
  readonly lookUpQueue: Queue;
}

/** Sends the mails about a breaker group: once to everybody concerned, then daily to the administrators. */
export class Breaker extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, props: BreakerProps) {
    super(scope, 'Breaker');
    const { mailQueue } = props;
    const breaker = this.function(props);
    this.stateMachine = stateMachine(this, {
      name: BREAKER_STATE_MACHINE_NAME,
      definition: this.states(breaker, mailQueue),
      calls: [breaker],
      mailQueue,
      // The ten minutes in which a group grows, two calls with all their retries, and some forty mails.
      timeout: Duration.hours(1),
    });
  }

  private states(breaker: EnforcementFunction, mailQueue: MailQueue): IChainable {
    const step = (id: string, name: 'ask' | 'compose', resultPath: string) =>
      invoke(
        this,
        id,
        breaker,
        resultPath,
        TaskInput.fromObject({
          execution: JsonPath.executionName,
          step: name,
          input: JsonPath.objectAt('$'),
        }),
      ).addRetry(RETRY);
    const anyMailAccepted = new Choice(this, 'AnyMailAccepted?')
      .when(
        everyMailRejected,
        new Fail(this, 'NotificationFailed', {
          error: 'NotificationFailed',
          cause: 'No topic took the mails: see state Compose',
        }),
      )
      .otherwise(new Succeed(this, 'Done'));
    const compose = step('Compose', 'compose', '$.notice')
      .next(publishMails(this, mailQueue))
      .next(anyMailAccepted);
    // On later days the timestamp is in the past, and the state does not wait.
    const waitForGroup = new Wait(this, 'WaitForGroup', { time: WaitTime.timestampPath('$.at') });
    const ask = step('AskCloudTrail', 'ask', '$.asked');
    return ask.addCatch(waitForGroup, { resultPath: '$.notAsked' }).next(waitForGroup.next(compose));
  }

  private function(props: BreakerProps): EnforcementFunction {
    const { configuration, topics, table, lookUpQueue } = props;
    const breaker = new EnforcementFunction(this, {
      name: 'breaker',
      description: 'Writes the mails about what the breaker holds',
      environment: breakerEnvironment(configuration, topics, lookUpQueue.queueUrl),
      timeout: Duration.seconds(30),
    });
    table.grant(
      breaker,
      ['GetItem'],
      ['breaker#*', 'owner-change#*', 'session#*', 'user', 'user-id', 'launch-caller#*'],
    );
    table.grant(breaker, ['Query'], ['held-by#*', 'session-id#*', 'user']);
    breaker.allow(['sqs:SendMessage'], [lookUpQueue.queueArn]);
    return breaker;
  }
}
