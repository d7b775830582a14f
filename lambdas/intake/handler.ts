import * as z from 'zod/mini';
import type { StartExecution } from '../aws/start-execution.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import { type Taken, takeBatch } from '../take-batch.ts';
import { IntakeEnvironment } from './environment.ts';
import { takeIn } from './take-in.ts';

export type IntakeClients = {
  readonly startExecution: (stateMachineArn: string) => StartExecution;
  readonly log: Log;
};

/** Takes in a batch of launches from the queue. */
export const createHandler = (environment: unknown, { startExecution, log }: IntakeClients) => {
  const settings = parseEnvironment(IntakeEnvironment, environment);
  const start = startExecution(settings.STATE_MACHINE_ARN);

  const take = async (event: unknown): Promise<Taken> => {
    const taken = takeIn(event, settings);
    switch (taken.is) {
      case 'compliant':
        log.info('compliant', { launch: taken.launch });
        return 'done';
      case 'to-check':
        await start(taken.name, taken.input);
        log.info('grace-started', { execution: taken.name, launch: taken.input.launch });
        return 'done';
      default:
        return taken satisfies never;
    }
  };

  return takeBatch({ order: 'at-once', body: z.unknown(), take }, log);
};
