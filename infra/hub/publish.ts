import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { EnforcementFunction } from './enforcement-function.ts';
import { publishEnvironment } from './environments.ts';
import type { Table } from './table.ts';
import type { Topics } from './topics.ts';

/** How long an execution waits to be told what became of a mail. */
export const MAIL_TIMEOUT = Duration.minutes(6);

/** How long `publish` may take for a batch: ten mails in five seconds, and SNS's bad moments. */
const PUBLISH_TIMEOUT = Duration.seconds(30);

/** The mails that wait to be sent, so that no reader gets more than SNS lets one have. */
export class MailQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct) {
    super(scope, 'MailQueue');
    this.queue = new Queue(this, 'Resource', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // A mail that SNS did not take is tried after 0, 90, 180 and 270 seconds: the fourth try ends at 300, before the
      // execution gives up at 360. AWS recommends six times the function's timeout, for a reader that is throttled; this
      // one is never asked for more than it may do at once, and a mail that is seen twice is sent once.
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
      visibilityTimeout: Duration.seconds(3 * PUBLISH_TIMEOUT.toSeconds()),
      // What no execution waits for any more is not sent: a late warning would tell of a deadline that has changed.
      retentionPeriod: MAIL_TIMEOUT,
    });
    Validations.of(this.queue).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason: 'The execution that waits for a mail is the record of it: it tells what nobody took.',
    });
  }
}

export interface PublishProps {
  readonly mailQueue: MailQueue;
  readonly topics: Topics;
  readonly table: Table;
  /** Those whose executions wait for mails. */
  readonly stateMachines: readonly StateMachine[];
}

/** Sends mails from their queue, at a rate, and tells the execution that waits for each. */
export class Publish extends Construct {
  constructor(scope: Construct, { mailQueue, topics, table, stateMachines }: PublishProps) {
    super(scope, 'Publish');
    const publish = new EnforcementFunction(this, {
      name: 'publish',
      description: 'Sends mails, at a rate that no reader is switched off for',
      environment: publishEnvironment(table.tableName),
      timeout: PUBLISH_TIMEOUT,
    });
    table.grant(publish, ['GetItem', 'PutItem'], ['mail#*']);
    const persons = `${topics.personArnPrefix}*`;
    publish.grant(
      new PolicyStatement({
        actions: ['sns:Publish', 'sns:GetTopicAttributes'],
        resources: [...topics.all.map((topic) => topic.topicArn), persons],
      }),
    );
    publish.acknowledge(persons, 'Who will launch is not known beforehand; whose topics they are is.');
    publish.grant(
      new PolicyStatement({
        actions: ['states:SendTaskSuccess'],
        // AWS's table names no resource for it; its refusals name the state machine: https://github.com/aws/aws-cdk/pull/8486
        resources: stateMachines.map(({ stateMachineArn }) => stateMachineArn),
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
