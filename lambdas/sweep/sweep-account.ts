import type { OpenExecutions } from '../aws/open-executions.ts';
import type { ReadAccountIn } from '../aws/read-account.ts';
import type { StartExecution } from '../aws/start-execution.ts';
import type { UserTable } from '../aws/user-table.ts';
import { matchesNoUser } from '../check/matches-no-user.ts';
import { SweepIncomplete } from '../domain/errors.ts';
import type { Timing } from '../domain/grace-period/deadline.ts';
import { isBreakerOpen } from '../domain/sweep/breaker.ts';
import { gracePeriodsOf } from '../domain/sweep/find.ts';
import { reportsOf } from '../domain/sweep/report.ts';
import { sift } from '../domain/sweep/sift.ts';
import type { SweepInput, Swept } from '../domain/sweep/sweep.ts';
import type { Existing } from '../domain/verdict/existing.ts';
import type { Rule } from '../domain/verdict/judge-launched.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { begin, countBegun } from './begin.ts';
import { findAmong, type Memories } from './find-among.ts';
import { findUntold } from './find-untold.ts';
import { lookEverywhere } from './look-everywhere.ts';

export type Sweeping = {
  readonly policy: { readonly rule: Rule; readonly timing: Timing; readonly mostTerminations: number };
  readonly readAccountIn: ReadAccountIn;
  readonly openExecutions: OpenExecutions;
  readonly start: StartExecution;
  readonly memories: Memories;
  readonly users: Pick<UserTable, 'some'>;
  readonly log: Log;
  readonly metrics: Metrics;
};

const idsOf = (accountId: string, all: readonly Existing[]) => ({
  accountId,
  instanceIds: all.map(({ instance }) => instance.instanceId),
});

/**
 * Looks at all of an account, and begins a grace period for what no event told of.
 *
 * @throws SweepIncomplete when a Region could not be read; what the others needed is done
 */
export const sweepAccount = async (
  input: SweepInput,
  { policy, readAccountIn, openExecutions, start, memories, users, log, metrics }: Sweeping,
): Promise<Swept> => {
  const { accountId, name, mode } = input;
  // Before the look: what is young is not as old as the look took.
  const now = new Date();
  const { existing, failures } = await lookEverywhere(input, readAccountIn, policy.rule.ownerTag, log);
  const instances = existing.map(({ instance }) => instance);
  const isUnmatched = await matchesNoUser(policy.rule.ownerTag, instances, users, log);
  const rule = { ...policy.rule, matchesNoUser: isUnmatched };
  const { suspects, exempted, beforeEnforcement } = sift(existing, accountId, { ...policy, rule }, now);
  for (const { why, instanceIds } of exempted) log.info('exempted', { accountId, why, instanceIds });

  const { finds, resting } = await findAmong(suspects, input, openExecutions, memories, log);
  const missed = finds.filter(({ isHeld, isSpared, times }) => !isHeld && !isSpared && times === 0);
  const givenUp = resting.filter(({ isSpared }) => !isSpared);
  if (givenUp.length > 0 && mode === 'enforce') log.warn('given up for today', idsOf(accountId, givenUp));
  const endangered = finds.filter(({ isHeld, isTerminable }) => !isHeld && isTerminable);
  const isOpen = isBreakerOpen(endangered.length, existing.length, policy.mostTerminations);
  if (isOpen) {
    const found = { ...idsOf(accountId, endangered), instances: existing.length };
    log.error('breaker open: nothing is started', found);
  }
  const periods = isOpen ? [] : gracePeriodsOf(finds, accountId, { name, mode }, now);
  await begin(periods, start, log);
  if (!isOpen) await countBegun(finds, memories, log);
  const untold = await findUntold(beforeEnforcement, input, openExecutions, memories, log);
  await begin(reportsOf(untold, accountId, { name, mode }, now), start, log);
  const swept: Swept = {
    accountId,
    instances: existing.length,
    found: mode === 'enforce' ? missed.length + givenUp.length : 0,
    resumed: finds.filter(({ isHeld }) => isHeld).length,
    started: periods.length,
    breaker: isOpen ? 'open' : 'closed',
    beforeEnforcement: beforeEnforcement.length,
  };
  log.info('swept', swept);
  metrics.count('FoundBySweep', accountId, swept.found);
  metrics.count('BreakerOpen', accountId, isOpen ? 1 : 0);
  if (failures.length > 0) throw new SweepIncomplete(accountId, failures);
  return swept;
};
