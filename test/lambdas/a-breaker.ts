import type { BreakerTable } from '../../lambdas/aws/breaker-table.ts';
import type { GracePeriodsToCount } from '../../lambdas/domain/breaker/count.ts';
import { breakerTable } from '../../local/aws/breaker-table.ts';
import { Table } from '../../local/aws/tables.ts';
import { textAt } from './at.ts';

/** A breaker that has counted nothing yet. */
export const aBreaker = (): BreakerTable => {
  const table = new Table();
  return breakerTable(() => table);
};

/** Instances whose grace periods begin together, by default because their Owner was removed. */
export const gracePeriodsToCount = (
  ids: readonly string[],
  more: Partial<GracePeriodsToCount> = {},
): GracePeriodsToCount => ({
  accountId: '422448306679',
  cause: 'untagged',
  mode: 'enforce',
  at: textAt(0),
  instances: ids.map((instanceId) => ({ instanceId, region: 'us-west-2', standing: 'owner-missing' })),
  maxAtOnce: 10,
  ...more,
});
