import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Configuration } from '../config.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { noticeEnvironment } from './environments.ts';
import type { Topics } from './topics.ts';

export interface NoticeProps {
  readonly configuration: Configuration;
  readonly topics: Topics;
}

/** Writes the mail of a round. It sends nothing, and may do nothing but log. */
export class Notice extends Construct {
  readonly notice: EnforcementFunction;

  constructor(scope: Construct, { configuration, topics }: NoticeProps) {
    super(scope, 'Notice');
    this.notice = new EnforcementFunction(this, {
      name: 'notice',
      description: 'Concludes a round and writes its mail',
      environment: noticeEnvironment(configuration, {
        administratorsArn: topics.administrators.topicArn,
        subAccountArnPrefix: topics.subAccountArnPrefix,
      }),
      timeout: Duration.seconds(30),
    });
  }
}
