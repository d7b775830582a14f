import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import { launchPattern, tagChangePattern } from '../events/event-patterns.ts';
import type { Breaker } from './breaker.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { intakeEnvironment } from './environments.ts';
import type { GracePeriod } from './grace-period.ts';
import { grantCountGracePeriods, grantStartExecution } from './permissions.ts';
import type { Table } from './table.ts';
import { WorkQueue } from './work-queue.ts';

interface IntakeProps {
  readonly configuration: Configuration;
  readonly bus: EventBus;
  readonly gracePeriod: GracePeriod;
  readonly breaker: Breaker;
  readonly table: Table;
}

/** Reads launches and changed Owner tags from the bus, through a queue, and starts an execution if one is needed. */
export class Intake extends Construct {
  constructor(scope: Construct, { configuration, bus, gracePeriod, breaker, table }: IntakeProps) {
    super(scope, 'Intake');
    const timeout = Duration.seconds(10);
    const launchQueue = new WorkQueue(this, 'LaunchQueue', { readerTimeout: timeout });
    launchQueue.fill({ description: 'Sends successful launches to intake', bus, pattern: launchPattern });
    launchQueue.fill({
      id: 'TagRule',
      description: 'Sends changed Owner tags of instances to intake',
      bus,
      pattern: tagChangePattern(configuration.ownerTag.key),
    });
    const intake = new EnforcementFunction(this, {
      name: 'intake',
      description: 'Starts a grace period for each launch that is not compliant by its record',
      environment: intakeEnvironment(configuration, {
        gracePeriod: gracePeriod.stateMachine.stateMachineArn,
        breaker: breaker.stateMachine.stateMachineArn,
      }),
      timeout,
    });
    grantStartExecution(intake, gracePeriod);
    grantCountGracePeriods(intake, table, breaker);
    intake.function.addEventSource(
      new SqsEventSource(launchQueue.queue, {
        batchSize: 10,
        // 5 × 10 StartExecution calls at once. In the smallest Region AWS allows 800 at once, and then 150 a second.
        // https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
        maxConcurrency: 5,
        reportBatchItemFailures: true,
      }),
    );
  }
}
