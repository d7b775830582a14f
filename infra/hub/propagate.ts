import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import { attachPattern, launchPattern, ownerWrittenPattern } from '../events/event-patterns.ts';
import { SUB_ACCOUNT_ROLES } from '../names.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { propagateEnvironment } from './environments.ts';
import { grantAssumeRole } from './permissions.ts';
import { WorkQueue } from './work-queue.ts';

interface PropagateProps {
  readonly configuration: Configuration;
  readonly bus: EventBus;
}

/**
 * Writes the Owner of instances on their volumes and network interfaces. Its queue takes the events from the bus itself: no
 * launch waits for it in `intake`.
 */
export class Propagate extends Construct {
  /** Takes the requests of sweeps too: lambdas/domain/propagation/look.ts. */
  readonly queue: Queue;

  constructor(scope: Construct, { configuration, bus }: PropagateProps) {
    super(scope, 'Propagate');
    // Twenty requests of a sweep are 4,000 instances: sixty calls of EC2, a second each at most.
    const timeout = Duration.minutes(2);
    // Delay and window are one minute, and a run takes seconds: an Owner is written well within three minutes. The window lets
    // events share a run, which most of the cost is for.
    const maxBatchingWindow = Duration.seconds(40);
    const attachmentQueue = new WorkQueue(this, 'AttachmentQueue', {
      readerTimeout: timeout,
      batchingWindow: maxBatchingWindow,
      // EC2 shows what is attached to a new instance some seconds after its launch.
      deliveryDelay: Duration.seconds(20),
    });
    this.queue = attachmentQueue.queue;
    attachmentQueue.fill({
      id: 'LaunchRule',
      description: 'Sends launches to propagate',
      bus,
      pattern: launchPattern,
    });
    attachmentQueue.fill({
      id: 'TagRule',
      description: 'Sends instances that got an Owner to propagate',
      bus,
      pattern: ownerWrittenPattern(configuration.ownerTag.key),
    });
    attachmentQueue.fill({
      id: 'AttachRule',
      description: 'Sends attached volumes and network interfaces to propagate',
      bus,
      pattern: attachPattern,
    });
    const propagate = new EnforcementFunction(this, {
      name: 'propagate',
      description: 'Writes the Owner of instances on what is attached to them',
      environment: propagateEnvironment(configuration),
      timeout,
    });
    grantAssumeRole(propagate, SUB_ACCOUNT_ROLES.propagate, configuration.subAccounts);
    propagate.function.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 20,
        maxBatchingWindow,
        // Lambda's minimum: events share runs.
        maxConcurrency: 2,
        reportBatchItemFailures: true,
      }),
    );
  }
}
