import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import { SUB_ACCOUNT_ROLES } from '../names.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { lookUpEnvironment } from './environments.ts';
import { grantAssumeRole } from './permissions.ts';
import type { Table } from './table.ts';
import { WorkQueue } from './work-queue.ts';

interface LookUpProps {
  readonly configuration: Configuration;
  readonly table: Table;
}

/**
 * One question, for the launch's Region and us-east-1, takes at most 22 calls, one in 1.1 seconds (MAX_PAGES of lambdas/look-up).
 * The rest is for throttling: CloudTrail allows two calls a second, and other programs of the account use them too.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
 */
const TIMEOUT = Duration.seconds(30);

/** Five tries, three minutes apart, and some waiting. A later answer would be too late for the last mail. */
const QUESTIONS = { readerTimeout: TIMEOUT, retention: Duration.minutes(25) };

/** Two at once, Lambda's minimum for a queue: their calls share the two a second (INTERVAL_MS of lambdas/look-up). */
const READING = { batchSize: 1, maxConcurrency: 2, reportBatchItemFailures: true };

/**
 * Asks CloudTrail for what `attribute`, `breaker` and `reminders` do not find in the table. It may only assume the look-up
 * roles.
 */
export class LookUp extends Construct {
  /** The questions: lambdas/domain/launcher/look-up.ts. */
  readonly queue: Queue;
  private readonly lookUp: EnforcementFunction;

  constructor(scope: Construct, { configuration, table }: LookUpProps) {
    super(scope, 'LookUp');
    const { queue } = new WorkQueue(this, 'QuestionQueue', QUESTIONS);
    this.queue = queue;
    const lookUp = new EnforcementFunction(this, {
      name: 'look-up',
      description: 'Asks CloudTrail who is behind a session or an instance',
      environment: lookUpEnvironment(queue.queueUrl),
      timeout: TIMEOUT,
    });
    // While one question about what launches again and again waits, others need not be asked.
    table.grant(lookUp, ['GetItem'], ['launch-caller#*']);
    grantAssumeRole(lookUp, SUB_ACCOUNT_ROLES['look-up'], configuration.subAccounts);
    table.grant(lookUp, ['PutItem'], ['session#*', 'session-id#*', 'launch-caller#*', 'owner-change#*']);
    // It also lets the function count the questions that wait.
    lookUp.function.addEventSource(new SqsEventSource(queue, READING));
    this.lookUp = lookUp;
  }

  /** Adds the queue of questions about other resources than instances. They are asked while none of launches waits. */
  addCreations(): Queue {
    const { queue } = new WorkQueue(this, 'CreationQuestionQueue', QUESTIONS);
    this.lookUp.function.addEventSource(new SqsEventSource(queue, READING));
    return queue;
  }
}
