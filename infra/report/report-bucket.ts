import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** A run that is redriven finds its files: Step Functions does that for two weeks. */
const WORK_DAYS = Duration.days(15);
/** As long as logs are kept. */
const PAGE_DAYS = Duration.days(365);
/** A page that is made again the same day keeps what it replaced for so long. */
const REPLACED_DAYS = Duration.days(30);

/** The bucket of the reports: private, over TLS only, encrypted, with versions. The weeks' numbers are kept for good. */
export class ReportBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct) {
    super(scope, 'Bucket');
    this.bucket = new Bucket(this, 'Resource', {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      versioned: true,
      lifecycleRules: [
        { prefix: 'work/', expiration: WORK_DAYS },
        { prefix: 'pages/', expiration: PAGE_DAYS },
        { prefix: 'costs/', expiration: PAGE_DAYS },
        { noncurrentVersionExpiration: REPLACED_DAYS, abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      // Who owned what is accounting.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason:
        'Logs of who read a report would need a second bucket; CloudTrail can record reads where that is wanted.',
    });
  }
}
