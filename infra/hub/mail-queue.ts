import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** How long an execution waits to be told what became of a mail. */
export const MAIL_TIMEOUT = Duration.minutes(6);

/** How long `publish` may take for a batch: ten mails in five seconds, and SNS's bad moments. */
export const PUBLISH_TIMEOUT = Duration.seconds(30);

/** The mails that wait to be sent, so that no reader gets more than SNS lets one have. */
export class MailQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct) {
    super(scope, 'MailQueue');
    this.queue = new Queue(this, 'Resource', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // A mail that SNS did not take is tried after 0, 90, 180 and 270 seconds: the fourth try ends at 300, before the
      // execution gives up at 360. AWS recommends six times the function's timeout, for a reader that is throttled; this
      // one is never asked for more than it may do at once, and a mail that is seen twice is sent once.
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
      visibilityTimeout: Duration.seconds(3 * PUBLISH_TIMEOUT.toSeconds()),
      // What no execution waits for any more is not sent: a late warning would tell of a deadline that has changed.
      retentionPeriod: MAIL_TIMEOUT,
    });
    Validations.of(this.queue).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason: 'The execution that waits for a mail is the record of it: it tells what nobody took.',
    });
  }
}
