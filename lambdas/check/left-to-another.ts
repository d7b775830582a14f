import type { OpenExecutions } from '../aws/open-executions.ts';
import type { InstanceReader } from '../aws/read-instances.ts';
import type { Timing } from '../domain/grace-period/deadline.ts';
import { isAnotherFirst, mayBeSecond } from '../domain/grace-period/first.ts';
import type { CheckInput } from '../domain/grace-period/input.ts';
import type { Instance } from '../domain/verdict/instance.ts';
import type { Log } from '../log.ts';

export type LeftSources = {
  readonly reader: Pick<InstanceReader, 'names'>;
  readonly openExecutions: OpenExecutions;
  readonly log: Log;
};

/**
 * Of instances that are about to be warned of, those that another open execution judges already. Looked at here, a minute
 * after the beginning: what began a moment before is in the list by then. Where that cannot be read, none: a second
 * warning is better than none.
 */
export const leftToAnother = async (
  input: CheckInput,
  toWarn: readonly Instance[],
  timing: Timing,
  { reader, openExecutions, log }: LeftSources,
): Promise<ReadonlySet<string>> => {
  if (toWarn.length === 0 || !mayBeSecond(input, timing)) return new Set();
  const { accountId, region } = input.launch;
  try {
    const open = await openExecutions(accountId, [region], 'keys');
    const names = await reader.names(toWarn.map(({ instanceId }) => instanceId));
    const left = toWarn.filter(({ instanceId, createdAt }) => {
      const { reservationId = null, clientToken = null } = names.get(instanceId) ?? {};
      const named = { region, instanceId, reservationId, clientToken, createdAt };
      return isAnotherFirst(input, named, open, timing);
    });
    return new Set(left.map(({ instanceId }) => instanceId));
  } catch (error) {
    log.warn('not known whether another execution judges them', { launch: input.launch, error });
    return new Set();
  }
};
