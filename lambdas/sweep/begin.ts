import { atMost } from '../at-most.ts';
import type { StartExecution } from '../aws/start-execution.ts';
import { gracePeriodsOf } from '../domain/sweep/find.ts';
import type { SweepInput } from '../domain/sweep/sweep.ts';
import type { Log } from '../log.ts';
import type { Memories, Remembered } from './find-among.ts';

/** Calls at a time, of Step Functions and of the table. */
const AT_ONCE = 10;

/** Begins the grace periods of what was found: how many. */
export const begin = async (
  finds: readonly Remembered[],
  { accountId, name, mode }: SweepInput,
  now: Date,
  start: StartExecution,
  { swept }: Pick<Memories, 'swept'>,
  log: Log,
): Promise<number> => {
  const periods = gracePeriodsOf(finds, accountId, { name, mode }, now);
  await atMost(AT_ONCE, periods, async (period) => {
    await start(period.name, period.input);
    const { launch, cause } = period.input;
    log.info('grace-started', { execution: period.name, launch, cause });
  });
  // Not known to be swept, it is swept again: a mail too many.
  await atMost(AT_ONCE, finds, ({ instance: { instanceId }, times }) =>
    swept.keep(instanceId, times + 1).catch((error: unknown) => {
      log.warn('not kept as swept', { instanceId, error });
    }),
  );
  return periods.length;
};
