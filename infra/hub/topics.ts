import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import {
  ADMINISTRATORS_TOPIC_NAME,
  ALARM_NAME_PREFIX,
  PERSON_TOPIC_NAME_PREFIX,
  SUB_ACCOUNT_TOPIC_NAME_PREFIX,
} from '../names.ts';
import type { TopicArns } from './environments.ts';

/**
 * The topics of notices: one for administrators and one for each sub-account, with their readers subscribed. `directory`
 * makes one more for each person.
 */
export class Topics extends Construct implements TopicArns {
  readonly administrators: Topic;
  readonly administratorsArn: string;
  readonly subAccountArnPrefix: string;
  readonly personArnPrefix: string;
  /** Every topic of this stack: all but those of persons. */
  readonly all: readonly Topic[];

  constructor(scope: Construct, { administrators, subAccounts }: Configuration) {
    super(scope, 'Topics');
    this.administrators = this.topic('Administrators', ADMINISTRATORS_TOPIC_NAME, administrators);
    this.administratorsArn = this.administrators.topicArn;
    this.admitAlarms();
    const arn = (resource: string) => Stack.of(this).formatArn({ service: 'sns', resource });
    this.subAccountArnPrefix = arn(SUB_ACCOUNT_TOPIC_NAME_PREFIX);
    this.personArnPrefix = arn(PERSON_TOPIC_NAME_PREFIX);
    this.all = [
      this.administrators,
      ...subAccounts.map(({ accountId, programManagers }) =>
        this.topic(accountId, `${SUB_ACCOUNT_TOPIC_NAME_PREFIX}${accountId}`, programManagers),
      ),
    ];
  }

  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
  private admitAlarms(): void {
    const alarms = { service: 'cloudwatch', resource: 'alarm', resourceName: `${ALARM_NAME_PREFIX}*` };
    const source = Stack.of(this).formatArn({ ...alarms, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    this.administrators.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.administrators.topicArn],
        conditions: {
          ArnLike: { 'aws:SourceArn': source },
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
        },
      }),
    );
  }

  private topic(id: string, topicName: string, readers: readonly string[]): Topic {
    const topic = new Topic(this, id, { topicName, displayName: 'Tag enforcement', enforceSSL: true });
    for (const address of readers) topic.addSubscription(new EmailSubscription(address));
    return topic;
  }
}
