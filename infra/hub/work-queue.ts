import { Duration } from 'aws-cdk-lib';
import { CfnRule, type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { MAX_DELIVERIES } from '../../lambdas/sqs-batch.ts';
import type { EventPattern } from '../events/event-patterns.ts';

interface WorkQueueProps {
  /** The timeout of the function that reads the queue. */
  readonly readerTimeout: Duration;
  /** How long that function waits for a batch to fill. */
  readonly batchingWindow?: Duration;
  /** How long a message waits before it can be read. */
  readonly deliveryDelay?: Duration;
  /** How long a message is worth reading; SQS's four days if left out. */
  readonly retention?: Duration;
}

interface RuleSource {
  /** The rule's id; left out for a queue with one rule. */
  readonly id?: string;
  readonly description: string;
  readonly bus: EventBus;
  readonly pattern: EventPattern;
  /** The accounts whose events are taken; left out, all that the bus admits. */
  readonly accounts?: string[];
  /** Left out: ENABLED, which gets no events of read-only calls. */
  readonly state?: string;
}

/** The queue in front of a function. Messages that the function cannot process go to the dead-letter queue. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { readerTimeout, batchingWindow, deliveryDelay, retention } = props;
    const secured = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    this.deadLetters = new Queue(this, 'DeadLetters', { ...secured, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, 'Resource', {
      ...secured,
      ...(deliveryDelay ? { deliveryDelay } : {}),
      ...(retention ? { retentionPeriod: retention } : {}),
      // AWS recommends this for a queue that a function reads: six times the function's timeout, and the batching window.
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
      visibilityTimeout: Duration.seconds(6 * readerTimeout.toSeconds() + (batchingWindow?.toSeconds() ?? 0)),
      // With intake's ten seconds, five tries take five minutes: longer than StartExecution is throttled, and within a grace
      // period of ten. A record that cannot be read costs five short runs.
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_DELIVERIES },
    });
  }

  /** Adds a rule that puts the bus's events of this pattern into the queue. */
  fill({ id = 'Rule', description, bus, pattern, accounts, state }: RuleSource): void {
    const rule = new Rule(this, id, {
      description,
      eventBus: bus,
      eventPattern: { detailType: pattern['detail-type'] },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters })],
    });
    const { defaultChild } = rule.node;
    if (!(defaultChild instanceof CfnRule)) return;
    // CDK's Rule takes no prefix of a source, and has only two of the three states.
    defaultChild.eventPattern = { ...pattern, ...(accounts ? { account: accounts } : {}) };
    if (state) defaultChild.state = state;
  }
}
