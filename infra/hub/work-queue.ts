import { Duration } from 'aws-cdk-lib';
import { CfnRule, type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { MAX_DELIVERIES } from '../../lambdas/sqs-batch.ts';
import type { EventPattern } from '../events/event-patterns.ts';

export interface WorkQueueProps {
  /** The timeout of the function that reads the queue. */
  readonly readerTimeout: Duration;
  /** How long that function waits for a batch to fill. */
  readonly batchingWindow?: Duration;
  /** How long a message is worth reading; SQS's four days if left out. */
  readonly retention?: Duration;
}

export interface RuleSource {
  /** Of the rule: left out for a queue that has one. */
  readonly id?: string;
  readonly description: string;
  readonly bus: EventBus;
  readonly pattern: EventPattern;
  /** The accounts that such records are taken from; all that the bus admits if left out. */
  readonly accounts?: string[];
  /** Left out: ENABLED, which sees no read-only calls. */
  readonly state?: string;
}

/** What waits for one of the functions; what it cannot do ends in the dead-letter queue. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { readerTimeout, batchingWindow, retention }: WorkQueueProps) {
    super(scope, id);
    const secured = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    this.deadLetters = new Queue(this, 'DeadLetters', { ...secured, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, 'Resource', {
      ...secured,
      ...(retention ? { retentionPeriod: retention } : {}),
      // AWS's rule for a queue that a function reads: six times the function's timeout, and the batching window.
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
      visibilityTimeout: Duration.seconds(6 * readerTimeout.toSeconds() + (batchingWindow?.toSeconds() ?? 0)),
      // Of launches, at ten seconds a run: five times over five minutes outlasts a throttled StartExecution, within a
      // grace period of ten; a record that cannot be read fails as often, and costs five short runs.
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_DELIVERIES },
    });
  }

  /** Fills the queue with the events on the bus that the pattern matches. */
  fill({ id = 'Rule', description, bus, pattern, accounts, state }: RuleSource): void {
    const { source, 'detail-type': detailType, detail } = pattern;
    const rule = new Rule(this, id, {
      description,
      eventBus: bus,
      eventPattern: { source, detailType, detail, ...(accounts ? { account: accounts } : {}) },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters })],
    });
    const { defaultChild } = rule.node;
    // CDK's Rule is enabled or not, and knows no third state.
    if (state && defaultChild instanceof CfnRule) defaultChild.state = state;
  }
}
