import { Duration, Validations } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { MAIL_QUEUE_NAME } from '../names.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { publishEnvironment } from './environments.ts';
import type { Table } from './table.ts';
import type { Topics } from './topics.ts';

/** How long an execution waits for the result of a mail. */
export const MAIL_TIMEOUT = Duration.minutes(6);

/** How long `publish` may take for a batch: ten mails take five seconds; the rest is for a slow SNS. */
const PUBLISH_TIMEOUT = Duration.seconds(30);

/** The queue of mails to be sent, so that no reader gets more in a second than SNS allows. */
export class MailQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct) {
    super(scope, 'MailQueue');
    this.queue = new Queue(this, 'Resource', {
      // The stack of the report, which is another one, finds it by its name.
      queueName: MAIL_QUEUE_NAME,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // A mail that SNS does not take is tried at 0, 90, 180 and 270 seconds: the fourth try ends at 300, before the
      // execution stops waiting at 360. AWS recommends six times the function's timeout, in case the reader is throttled.
      // This reader never exceeds its concurrency, and a mail that it receives twice is sent once.
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
      visibilityTimeout: Duration.seconds(3 * PUBLISH_TIMEOUT.toSeconds()),
      // A mail is deleted once no execution waits for it: a late warning would name a deadline that has changed.
      retentionPeriod: MAIL_TIMEOUT,
    });
    Validations.of(this.queue).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason: 'The execution that waits for a mail is the record of it: it shows which mail no topic took.',
    });
  }
}

interface PublishProps {
  readonly mailQueue: MailQueue;
  readonly topics: Topics;
  readonly table: Table;
  /** The state machines whose executions wait for mails. */
  readonly stateMachines: readonly StateMachine[];
}

/** Sends mails from their queue, at a limited rate, and reports each to the execution that waits for it. */
export class Publish extends Construct {
  constructor(scope: Construct, { mailQueue, topics, table, stateMachines }: PublishProps) {
    super(scope, 'Publish');
    const publish = new EnforcementFunction(this, {
      name: 'publish',
      description: 'Sends mails through SNS, no faster than it delivers them',
      environment: publishEnvironment,
      timeout: PUBLISH_TIMEOUT,
    });
    table.grant(publish, ['GetItem', 'PutItem'], ['mail#*']);
    const persons = `${topics.personArnPrefix}*`;
    publish.allow(
      ['sns:Publish', 'sns:GetTopicAttributes'],
      [...topics.all.map((topic) => topic.topicArn), persons],
    );
    publish.acknowledge(persons, 'Who will launch is not known beforehand; whose topics they are is.');
    publish.allow(
      ['states:SendTaskSuccess'],
      // AWS's table names no resource for this action, but its refusals name the state machine:
      // https://github.com/aws/aws-cdk/pull/8486
      stateMachines.map(({ stateMachineArn }) => stateMachineArn),
    );
    publish.function.addEventSource(
      new SqsEventSource(mailQueue.queue, {
        batchSize: 10,
        // Two at once, Lambda's minimum, with four mails a second each: SNS disables a subscription at ten a second.
        maxConcurrency: 2,
        reportBatchItemFailures: true,
      }),
    );
  }
}
