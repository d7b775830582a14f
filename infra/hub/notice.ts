import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { noticeEnvironment } from './environments.ts';
import type { Table } from './table.ts';
import type { Topics } from './topics.ts';

export interface NoticeProps {
  readonly configuration: Configuration;
  readonly topics: Topics;
  readonly table: Table;
}

/** Writes the mails of a round. It sends nothing; which group was told of this hour, and what a sweep is to know, it notes. */
export class Notice extends Construct {
  readonly notice: EnforcementFunction;

  constructor(scope: Construct, { configuration, topics, table }: NoticeProps) {
    super(scope, 'Notice');
    this.notice = new EnforcementFunction(this, {
      name: 'notice',
      description: 'Concludes a round and writes its mail',
      environment: noticeEnvironment(configuration, {
        administratorsArn: topics.administrators.topicArn,
        subAccountArnPrefix: topics.subAccountArnPrefix,
        personArnPrefix: topics.personArnPrefix,
        tableName: table.tableName,
      }),
      timeout: Duration.seconds(30),
    });
    table.allow(this.notice, ['GetItem', 'PutItem'], ['breaker#*']);
    table.allow(this.notice, ['Query'], ['held-by#*']);
    table.allow(this.notice, ['UpdateItem'], ['group#*', 'held-by#*']);
    table.allow(
      this.notice,
      ['PutItem'],
      ['stopped#*', 'held#*', 'exempt#*', 'reported#*', 'noticed#*', 'swept#*'],
    );
  }
}
