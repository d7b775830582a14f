import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { Breaker } from './breaker.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { publishEnvironment } from './environments.ts';
import type { GracePeriod } from './grace-period.ts';
import { type MailQueue, PUBLISH_TIMEOUT } from './mail-queue.ts';
import type { Table } from './table.ts';
import type { Topics } from './topics.ts';

export interface PublishProps {
  readonly mailQueue: MailQueue;
  readonly topics: Topics;
  readonly table: Table;
  readonly gracePeriod: GracePeriod;
  readonly breaker: Breaker;
}

/** Sends mails from their queue, at a rate, and tells the execution that waits for each. */
export class Publish extends Construct {
  constructor(scope: Construct, { mailQueue, topics, table, gracePeriod, breaker }: PublishProps) {
    super(scope, 'Publish');
    const publish = new EnforcementFunction(this, {
      name: 'publish',
      description: 'Sends mails, at a rate that no reader is switched off for',
      environment: publishEnvironment(table.tableName),
      timeout: PUBLISH_TIMEOUT,
    });
    table.allow(publish, ['GetItem', 'PutItem'], ['mail#*']);
    const persons = `${topics.personArnPrefix}*`;
    publish.allow(
      new PolicyStatement({
        actions: ['sns:Publish', 'sns:GetTopicAttributes'],
        resources: [...topics.all.map((topic) => topic.topicArn), persons],
      }),
    );
    publish.acknowledge(persons, 'Who will launch is not known beforehand; whose topics they are is.');
    publish.allow(
      new PolicyStatement({
        actions: ['states:SendTaskSuccess'],
        // AWS's table names no resource for it; its refusals name the state machine: https://github.com/aws/aws-cdk/pull/8486
        resources: [gracePeriod, breaker].map(({ stateMachine }) => stateMachine.stateMachineArn),
      }),
    );
    publish.function.addEventSource(
      new SqsEventSource(mailQueue.queue, {
        batchSize: 10,
        // Two at once, the least that Lambda takes, each at four mails a second: SNS switches a reader off at ten.
        maxConcurrency: 2,
        reportBatchItemFailures: true,
      }),
    );
  }
}
