import type { SQSBatchResponse } from 'aws-lambda';
import * as z from 'zod/mini';
import type { StartExecution } from '../aws/start-execution.ts';
import { RecordNotReadable } from '../domain/errors.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import { IntakeEnvironment } from './environment.ts';
import { takeIn } from './take-in.ts';

const Batch = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });

const parseBody = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new RecordNotReadable('expected JSON', { cause });
  }
};

export type IntakeClients = {
  readonly startExecution: (stateMachineArn: string) => StartExecution;
  readonly log: Log;
};

/**
 * Takes in a batch of events from the queue. One that cannot be taken in fails alone: the queue delivers it again,
 * and then moves it to its dead-letter queue.
 */
export const createHandler = (environment: unknown, { startExecution, log }: IntakeClients) => {
  const settings = parseEnvironment(IntakeEnvironment, environment);
  const start = startExecution(settings.STATE_MACHINE_ARN);

  const takeInMessage = async (body: string): Promise<void> => {
    const taken = takeIn(parseBody(body), settings);
    switch (taken.is) {
      case 'compliant':
        log.info('compliant', { launch: taken.launch });
        return;
      case 'to-check':
        await start(taken.name, taken.input);
        log.info('grace-started', { execution: taken.name, launch: taken.input.launch });
        return;
      default:
        taken satisfies never;
    }
  };

  return async (event: unknown): Promise<SQSBatchResponse> => {
    const { Records } = z.parse(Batch, event);
    const results = await Promise.allSettled(Records.map(({ body }) => takeInMessage(body)));
    return {
      batchItemFailures: results.flatMap((result, index) => {
        const itemIdentifier = Records[index]?.messageId;
        if (result.status === 'fulfilled' || itemIdentifier === undefined) return [];
        log.error('message not taken in', { messageId: itemIdentifier, error: result.reason });
        return [{ itemIdentifier }];
      }),
    };
  };
};
