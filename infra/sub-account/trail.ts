import { Aws, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

const TRAIL_NAME = 'tag-enforcement';

/**
 * A trail of every Region's management events. EventBridge gets none of them without a trail that logs.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export class Trail extends Construct {
  constructor(scope: Construct) {
    super(scope, 'Trail');
    const bucket = new Bucket(this, 'Records', {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      lifecycleRules: [{ expiration: Duration.days(365) }],
      // The record of what people did in the account must outlive this service.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason:
        'Logs of who read the log would need a second bucket; that nobody changed it, its validation files show.',
    });
    // Policies that protect the bucket by its ARN need not hold through an access point; the bucket's own does.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
    bucket.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:*'],
        resources: [bucket.bucketArn, bucket.arnForObjects('*')],
        conditions: { Null: { 's3:DataAccessPointArn': 'false' } },
      }),
    );
    // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    const cloudTrail = new ServicePrincipal('cloudtrail.amazonaws.com');
    const fromTrail = {
      'aws:SourceArn': `arn:aws:cloudtrail:${Aws.REGION}:${Aws.ACCOUNT_ID}:trail/${TRAIL_NAME}`,
    };
    bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [cloudTrail],
        actions: ['s3:GetBucketAcl'],
        resources: [bucket.bucketArn],
        conditions: { StringEquals: fromTrail },
      }),
    );
    bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [cloudTrail],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`AWSLogs/${Aws.ACCOUNT_ID}/*`)],
        conditions: { StringEquals: { ...fromTrail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      }),
    );
    // CDK's Trail would write the account id into the template, which must be the same for every sub-account.
    const trail = new CfnTrail(this, 'Resource', {
      trailName: TRAIL_NAME,
      s3BucketName: bucket.bucketName,
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
    });
    if (bucket.policy) trail.node.addDependency(bucket.policy);
  }
}
