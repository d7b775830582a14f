import type { OpenExecutions } from '../aws/open-executions.ts';
import { isCovered } from '../domain/grace-period/open-grace-periods.ts';
import { type Existing, nameOf, type SweepInput } from '../domain/sweep/sweep.ts';
import type { Log } from '../log.ts';
import type { Memories } from './find-among.ts';

/**
 * The instances older than enforcement that administrators are to be told of: they were not, and no execution is about to.
 * None while that is not known: they would be told every ten minutes.
 */
export const findUntold = async (
  old: readonly Existing[],
  { accountId, regions }: SweepInput,
  openExecutions: OpenExecutions,
  { setAside }: Pick<Memories, 'setAside'>,
  log: Log,
): Promise<Existing[]> => {
  if (old.length === 0) return [];
  try {
    const instanceIds = old.map(({ instance }) => instance.instanceId);
    const told = new Set(await setAside.find('noticed', instanceIds));
    const untold = old.filter(({ instance }) => !told.has(instance.instanceId));
    if (untold.length === 0) return [];
    const open = await openExecutions(accountId, regions, 'keys');
    return untold.filter((one) => !isCovered(nameOf(one), open));
  } catch (error) {
    log.warn('not known whether told', { accountId, instances: old.length, error });
    return [];
  }
};
