import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import { creationPattern } from '../events/creation-patterns.ts';
import { SUB_ACCOUNT_ROLES } from '../names.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { creationsEnvironment, remindersEnvironment } from './environments.ts';
import { grantAssumeRole } from './permissions.ts';
import type { MailQueue } from './publish.ts';
import type { Table } from './table.ts';
import type { Topics } from './topics.ts';
import { WorkQueue } from './work-queue.ts';

interface RemindersProps {
  readonly configuration: Configuration;
  readonly topics: Topics;
  readonly table: Table;
  readonly mailQueue: MailQueue;
  /** The questions to CloudTrail that come after launches'. */
  readonly lookUpQueue: Queue;
}

/**
 * Reads the tags of what was created a while ago, and writes one mail an hour and person about what has no valid Owner. There is
 * no execution for a resource: nothing of it is ever ended, so there is nothing to wait for and nothing to account for.
 */
export class Reminders extends Construct {
  /** Its messages are delayed by their senders: lambdas/domain/reminder/reminder.ts. */
  readonly queue: Queue;

  constructor(scope: Construct, props: RemindersProps) {
    super(scope, 'Reminders');
    const { configuration, topics, table, mailQueue, lookUpQueue } = props;
    // One call reads the tags of a hundred resources; what was never tagged takes one call for each.
    const timeout = Duration.minutes(2);
    // It fills those calls.
    const maxBatchingWindow = Duration.minutes(2);
    const { queue } = new WorkQueue(this, 'ReminderQueue', {
      readerTimeout: timeout,
      batchingWindow: maxBatchingWindow,
    });
    this.queue = queue;
    const reminders = new EnforcementFunction(this, {
      name: 'reminders',
      description: 'Reads the tags of what was created, and writes one mail an hour and person',
      environment: remindersEnvironment(configuration, topics, {
        reminderUrl: queue.queueUrl,
        lookUpUrl: lookUpQueue.queueUrl,
        mailUrl: mailQueue.queue.queueUrl,
      }),
      timeout,
    });
    grantAssumeRole(reminders, SUB_ACCOUNT_ROLES.tags, configuration.subAccounts);
    const enforced = configuration.subAccounts.filter(({ mode }) => mode === 'enforce');
    grantAssumeRole(reminders, SUB_ACCOUNT_ROLES.correct, enforced);
    // As `attribute`, to find who made a call.
    const launcher = ['session#*', 'user', 'user-id', 'launch-caller#*'];
    table.grant(reminders, ['GetItem'], [...launcher, 'mail#*', 'reminder-mail#*', 'asked#*']);
    table.grant(reminders, ['Query'], ['session-id#*', 'user', 'reminder#*']);
    table.grant(reminders, ['PutItem'], ['reminded#*', 'reminder#*', 'asked#*']);
    table.grant(reminders, ['UpdateItem'], ['reminder-mail#*']);
    reminders.allow(['sqs:SendMessage'], [queue.queueArn, mailQueue.queue.queueArn, lookUpQueue.queueArn]);
    reminders.function.addEventSource(
      new SqsEventSource(queue, { batchSize: 500, maxBatchingWindow, ...AT_MOST }),
    );
  }
}

/**
 * A flood of creations delays no launch: it waits in its own queues. Each function runs twice at once at most, Lambda's minimum
 * for a queue, so that `intake` keeps its part of the runs that the account allows. A new account allows ten.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const AT_MOST = { maxConcurrency: 2, reportBatchItemFailures: true };

interface CreationsProps {
  readonly configuration: Configuration;
  readonly bus: EventBus;
  readonly reminderQueue: Queue;
}

/** Reads records of creations, and sends on, with a delay, what was created without a valid Owner. */
export class Creations extends Construct {
  constructor(scope: Construct, { configuration, bus, reminderQueue }: CreationsProps) {
    super(scope, 'Creations');
    const timeout = Duration.seconds(20);
    const maxBatchingWindow = Duration.seconds(20);
    const creationQueue = new WorkQueue(this, 'CreationQueue', {
      readerTimeout: timeout,
      batchingWindow: maxBatchingWindow,
    });
    creationQueue.fill({
      description: 'Sends calls that may create a resource to the function that reads them',
      bus,
      pattern: creationPattern,
    });
    const creations = new EnforcementFunction(this, {
      name: 'creations',
      description: 'Reads records of creations, and finds those without a valid Owner',
      environment: creationsEnvironment(configuration, reminderQueue.queueUrl),
      timeout,
    });
    creations.allow(['sqs:SendMessage'], [reminderQueue.queueArn]);
    creations.function.addEventSource(
      new SqsEventSource(creationQueue.queue, { batchSize: 100, maxBatchingWindow, ...AT_MOST }),
    );
  }
}
