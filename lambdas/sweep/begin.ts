import { atMost } from '../at-most.ts';
import type { StartExecution } from '../aws/executions.ts';
import type { ToStart } from '../domain/sweep/executions.ts';
import type { Log } from '../log.ts';
import type { Memories, Remembered } from './find-among.ts';

/** Calls at a time, of Step Functions and of the table. */
const AT_ONCE = 10;

/** Begins grace periods. */
export const begin = async (periods: readonly ToStart[], start: StartExecution, log: Log): Promise<void> => {
  await atMost(AT_ONCE, periods, async (period) => {
    await start(period.name, period.input);
    const { launch, cause } = period.input;
    log.info('grace-started', { execution: period.name, launch, cause });
  });
};

/** Counts those that one has begun for. Not known to be swept, an instance is swept again: a mail too many. */
export const countBegun = async (
  finds: readonly Remembered[],
  { swept }: Pick<Memories, 'swept'>,
  log: Log,
): Promise<void> => {
  await atMost(AT_ONCE, finds, ({ instance: { instanceId }, times }) =>
    swept.keep(instanceId, times + 1).catch((error: unknown) => {
      log.warn('not kept as swept', { instanceId, error });
    }),
  );
};
