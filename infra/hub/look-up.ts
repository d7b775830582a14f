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

export interface LookUpProps {
  readonly configuration: Configuration;
  readonly table: Table;
}

/** Asks CloudTrail for what `attribute` and `breaker` do not find in the table. It may only assume the look-up roles. */
export class LookUp extends Construct {
  /** The questions: lambdas/domain/launcher/look-up.ts. */
  readonly queue: Queue;

  constructor(scope: Construct, { configuration, table }: LookUpProps) {
    super(scope, 'LookUp');
    // One question, for the launch's Region and us-east-1, takes at most 24 calls, one a second (MAX_PAGES of lambdas/look-up).
    // The rest is for throttling: CloudTrail allows two calls a second, and other programs of the account use them too.
    // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
    const timeout = Duration.seconds(30);
    const { queue } = new WorkQueue(this, 'QuestionQueue', {
      readerTimeout: timeout,
      // Five tries, three minutes apart, and some waiting. A later answer would be too late for the last mail.
      retention: Duration.minutes(25),
    });
    this.queue = queue;
    const lookUp = new EnforcementFunction(this, {
      name: 'look-up',
      description: 'Asks CloudTrail who is behind a session or an instance',
      environment: lookUpEnvironment(table.tableName),
      timeout,
    });
    // While one question about what launches again and again waits, others need not be asked.
    table.grant(lookUp, ['GetItem'], ['launch-caller#*']);
    grantAssumeRole(lookUp, SUB_ACCOUNT_ROLES['look-up'], configuration.subAccounts);
    table.grant(lookUp, ['PutItem'], ['session#*', 'session-id#*', 'launch-caller#*', 'owner-change#*']);
    lookUp.function.addEventSource(
      // Two at once, Lambda's minimum, with one call a second each: two calls a second.
      new SqsEventSource(queue, { batchSize: 1, maxConcurrency: 2, reportBatchItemFailures: true }),
    );
  }
}
