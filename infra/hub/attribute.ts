import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { attributeEnvironment } from './environments.ts';
import type { Table } from './table.ts';

export interface AttributeProps {
  readonly configuration: Configuration;
  readonly table: Table;
  readonly lookUpQueue: Queue;
}

/** Finds the person behind a launch by what the table holds. What it misses it asks for, and does not wait. */
export class Attribute extends Construct {
  readonly attribute: EnforcementFunction;

  constructor(scope: Construct, { configuration, table, lookUpQueue }: AttributeProps) {
    super(scope, 'Attribute');
    this.attribute = new EnforcementFunction(this, {
      name: 'attribute',
      description: 'Finds the person behind a launch',
      environment: attributeEnvironment(configuration, {
        tableName: table.tableName,
        lookUpQueueUrl: lookUpQueue.queueUrl,
      }),
      // A few reads of a table; a launch waits for it three times at most: RETRY_ATTRIBUTE.
      timeout: Duration.seconds(20),
    });
    table.allow(this.attribute, ['GetItem'], ['session#*', 'user', 'user-id', 'launch-caller#*']);
    this.attribute.allow(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [lookUpQueue.queueArn] }),
    );
  }
}
