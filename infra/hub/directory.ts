import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import type { Configuration } from '../config/configuration.ts';
import { userPattern } from '../events/event-patterns.ts';
import { DIRECTORY_ROLE_NAME } from '../names.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { directoryEnvironment } from './environments.ts';
import type { Table } from './table.ts';
import type { Topics } from './topics.ts';
import { WorkQueue } from './work-queue.ts';

interface DirectoryProps {
  readonly configuration: Configuration;
  readonly bus: EventBus;
  readonly table: Table;
  readonly topics: Topics;
}

/**
 * Keeps the users of the gateway account in the table, and a topic for each. It runs hourly, and when a user is created,
 * deleted or renamed. Two runs may overlap: each reads again before it changes anything (lambdas/directory/handler.ts).
 * A new account cannot reserve a concurrency of one, because a hundred must stay unreserved.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
export class Directory extends Construct {
  constructor(scope: Construct, { configuration, bus, table, topics }: DirectoryProps) {
    super(scope, 'Directory');
    const { accountId } = configuration.gateway;
    // Lambda's maximum: the first run makes some thousands of calls, six for each new user. The next run does what a run
    // could not finish.
    const timeout = Duration.minutes(15);
    // Each batch reads all users. The window collects events, so that thirty new users cause few runs.
    const maxBatchingWindow = Duration.seconds(20);
    const userQueue = new WorkQueue(this, 'UserQueue', {
      readerTimeout: timeout,
      batchingWindow: maxBatchingWindow,
    });
    userQueue.fill({
      description: 'Sends the creation, deletion and renaming of users to the directory',
      bus,
      pattern: userPattern,
      // Sub-accounts have users of their own, who do not count.
      accounts: [accountId],
    });
    const directory = new EnforcementFunction(this, {
      name: 'directory',
      description: 'Stores the users of the gateway account, and makes a topic for each',
      environment: directoryEnvironment(configuration, topics),
      timeout,
    });
    directory.allow(['sts:AssumeRole'], [roleArn(accountId, DIRECTORY_ROLE_NAME)]);
    table.grant(directory, ['Query', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'], ['user', 'user-id']);
    this.grantTopics(directory, `${topics.personArnPrefix}*`);
    directory.function.addEventSource(
      // A batch succeeds or fails as a whole.
      new SqsEventSource(userQueue.queue, { batchSize: 100, maxBatchingWindow, maxConcurrency: 2 }),
    );
    new Rule(this, 'Hourly', {
      description: 'Reads all users of the gateway account',
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [
        new LambdaFunction(directory.function, {
          deadLetterQueue: userQueue.deadLetters,
          // The next hourly run does the same work.
          maxEventAge: Duration.hours(1),
          retryAttempts: 3,
        }),
      ],
    });
  }

  private grantTopics(directory: EnforcementFunction, persons: string): void {
    const actions = ['sns:CreateTopic', 'sns:DeleteTopic', 'sns:GetTopicAttributes'];
    directory.allow(actions, [persons]);
    directory.grant(
      new PolicyStatement({
        actions: ['sns:Subscribe'],
        resources: [persons],
        conditions: { StringEquals: { 'sns:Protocol': 'email' } },
      }),
    );
    directory.acknowledge(persons, 'Who will be a user is not known beforehand; whose topics they are is.');
  }
}
