import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { launchPattern } from '../launch-pattern.ts';

export interface LaunchQueueProps {
  readonly bus: EventBus;
  /** The timeout of the function that reads the queue. */
  readonly readerTimeout: Duration;
}

/** The launches that the bus received, waiting for intake; what cannot be taken in ends in its dead-letter queue. */
export class LaunchQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, { bus, readerTimeout }: LaunchQueueProps) {
    super(scope, 'LaunchQueue');
    const secured = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    const deadLetters = new Queue(this, 'DeadLetters', { ...secured, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, 'Resource', {
      ...secured,
      // AWS's rule for a queue that a function reads: six times the function's timeout.
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
      visibilityTimeout: Duration.seconds(6 * readerTimeout.toSeconds()),
      // Five times over five minutes outlasts a throttled StartExecution, within a grace period of ten; a record
      // that cannot be read fails as often, and costs five short runs.
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
    });
    new Rule(this, 'Rule', {
      description: 'Successful launches, to be taken in',
      eventBus: bus,
      eventPattern: {
        source: launchPattern.source,
        detailType: launchPattern['detail-type'],
        detail: launchPattern.detail,
      },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: deadLetters })],
    });
  }
}
