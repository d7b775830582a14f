import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { SESSION_RULE_STATE, sessionPattern } from '../events/event-patterns.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { sessionsEnvironment } from './environments.ts';
import type { Table } from './table.ts';
import { WorkQueue } from './work-queue.ts';

interface SessionsProps {
  readonly bus: EventBus;
  readonly table: Table;
}

/** Reads records of sessions from the bus, through a queue, and keeps in the table who started each. */
export class Sessions extends Construct {
  constructor(scope: Construct, { bus, table }: SessionsProps) {
    super(scope, 'Sessions');
    // A hundred small writes, with retries.
    const readerTimeout = Duration.seconds(10);
    // Records come all day, so they are collected; but a person may launch moments after the session begins.
    const maxBatchingWindow = Duration.seconds(5);
    const sessionQueue = new WorkQueue(this, 'SessionQueue', {
      readerTimeout,
      batchingWindow: maxBatchingWindow,
    });
    sessionQueue.fill({
      description: 'Sends sessions of roles to the function that stores them',
      bus,
      pattern: sessionPattern,
      state: SESSION_RULE_STATE,
    });
    const sessions = new EnforcementFunction(this, {
      name: 'sessions',
      description: 'Stores who opened which session of a role',
      environment: sessionsEnvironment,
      timeout: readerTimeout,
    });
    table.grant(sessions, ['PutItem'], ['session#*', 'session-id#*']);
    sessions.function.addEventSource(
      new SqsEventSource(sessionQueue.queue, {
        batchSize: 100,
        maxBatchingWindow,
        maxConcurrency: 2,
        reportBatchItemFailures: true,
      }),
    );
  }
}
