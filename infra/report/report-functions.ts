import { Duration, Size, Stack } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import type { Configuration } from '../config/configuration.ts';
import { EnforcementFunction } from '../hub/enforcement-function.ts';
import { grantAssumeRole } from '../hub/permissions.ts';
import { itemsStatement } from '../hub/table.ts';
import {
  ACCESS_REVIEW_ROLE_NAME,
  ADMINISTRATORS_TOPIC_NAME,
  LINK_ROLE_NAME,
  MAIL_QUEUE_NAME,
  PERSON_TOPIC_NAME_PREFIX,
  SUB_ACCOUNT_ROLES,
  SUB_ACCOUNT_TOPIC_NAME_PREFIX,
  TABLE_NAME,
} from '../names.ts';
import { accessReviewEnvironment, collectEnvironment, reportEnvironment } from './environments.ts';

export interface ReportFunctionProps {
  readonly configuration: Configuration;
  readonly bucket: Bucket;
}

/** Lets a function do this with the bucket's objects under these prefixes. */
export const grantObjects = (
  fn: EnforcementFunction,
  bucket: Bucket,
  actions: readonly string[],
  prefixes: readonly string[],
): void => {
  fn.allow(
    actions.map((action) => `s3:${action}`),
    prefixes.map((prefix) => bucket.arnForObjects(prefix)),
  );
  // As cdk-nag prints it: with the bucket's logical id.
  const arn: { readonly 'Fn::GetAtt': readonly string[] } = Stack.of(bucket).resolve(bucket.bucketArn);
  for (const prefix of prefixes.filter((one) => one.includes('*'))) {
    fn.acknowledge(
      `<${arn['Fn::GetAtt'].join('.')}>/${prefix}`,
      'Which runs and days there will be is not known beforehand; what they are is.',
    );
  }
};

/** The hub's table, which is in another stack. */
const tableArn = (scope: Construct): string =>
  Stack.of(scope).formatArn({ service: 'dynamodb', resource: 'table', resourceName: TABLE_NAME });

/** Lambda's maximum: a Region with very many resources takes hundreds of pages, and AWS may throttle each. */
const TIMEOUT = Duration.minutes(15);

/** Reads an account and Region, and writes what it has there into the bucket. */
export class Collect extends EnforcementFunction {
  constructor(scope: Construct, { configuration, bucket }: ReportFunctionProps) {
    super(new Construct(scope, 'Collect'), {
      name: 'collect',
      description: 'Reads the resources of an account and Region, and judges whose they are',
      environment: collectEnvironment(configuration, bucket.bucketName),
      timeout: TIMEOUT,
      // 100,000 resources with their tags.
      memorySize: 1024,
    });
    grantAssumeRole(this, SUB_ACCOUNT_ROLES.report, configuration.subAccounts);
    grantObjects(this, bucket, ['PutObject'], ['work/*']);
    this.grant(itemsStatement(tableArn(this), ['Query'], ['user']));
  }
}

/** Looks at who has access, and writes what wants a decision into the bucket. */
export class ReviewAccess extends EnforcementFunction {
  constructor(scope: Construct, { configuration, bucket }: ReportFunctionProps) {
    super(new Construct(scope, 'ReviewAccess'), {
      name: 'access-review',
      description: 'Looks at who has access, and finds what wants a decision',
      environment: accessReviewEnvironment(configuration, bucket.bucketName),
      timeout: TIMEOUT,
    });
    this.allow(['sts:AssumeRole'], [roleArn(configuration.gateway.accountId, ACCESS_REVIEW_ROLE_NAME)]);
    grantAssumeRole(this, SUB_ACCOUNT_ROLES.report, configuration.subAccounts);
    grantObjects(this, bucket, ['PutObject'], ['work/*']);
  }
}

/** Writes the pages of all that was collected. */
export class WriteReport extends EnforcementFunction {
  constructor(scope: Construct, { configuration, bucket }: ReportFunctionProps) {
    const stack = Stack.of(scope);
    const topic = (resource: string) => stack.formatArn({ service: 'sns', resource });
    const topics = {
      administratorsArn: topic(ADMINISTRATORS_TOPIC_NAME),
      subAccountArnPrefix: topic(SUB_ACCOUNT_TOPIC_NAME_PREFIX),
      personArnPrefix: topic(PERSON_TOPIC_NAME_PREFIX),
    };
    super(new Construct(scope, 'WriteReport'), {
      name: 'report',
      description: 'Writes the pages of a report',
      environment: reportEnvironment(configuration, topics, {
        bucketName: bucket.bucketName,
        mailQueueUrl: `https://sqs.${stack.region}.${stack.urlSuffix}/${stack.account}/${MAIL_QUEUE_NAME}`,
      }),
      timeout: TIMEOUT,
      // A page of 100,000 rows while it is made.
      memorySize: 2048,
      // The files of a run: a million resources are some sixty megabytes.
      ephemeralStorageSize: Size.gibibytes(2),
    });
    grantObjects(this, bucket, ['GetObject'], ['work/*', 'weeks.json']);
    grantObjects(this, bucket, ['PutObject'], ['pages/*', 'weeks.json']);
    // With this, S3 says that weeks.json is not there yet; without it, that access is denied.
    this.allow(['s3:ListBucket'], [bucket.bucketArn]);
    this.allow(['sqs:SendMessage'], [stack.formatArn({ service: 'sqs', resource: MAIL_QUEUE_NAME })]);
    if (configuration.ownerMail) this.grant(itemsStatement(tableArn(this), ['PutItem'], ['owner-mail#*']));
    if (configuration.reportLinks === 'presigned') {
      this.allow(['sts:AssumeRole'], [roleArn(configuration.hub.accountId, LINK_ROLE_NAME)]);
    }
  }
}
