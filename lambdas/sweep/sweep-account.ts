import type { RequestLook } from '../aws/attachments.ts';
import type { BreakerTable } from '../aws/breaker-table.ts';
import type { StartBreakerNotice, StartExecution } from '../aws/executions.ts';
import type { FindFailedExecutions, FindOpenExecutions } from '../aws/open-executions.ts';
import type { ReadAccountIn } from '../aws/read-account.ts';
import type { UserTable } from '../aws/user-table.ts';
import { countAndHold } from '../breaker/count-and-hold.ts';
import { matchesNoUser } from '../check/observe-launch.ts';
import { mapConcurrently } from '../concurrency.ts';
import { NEVER_TOO_MANY } from '../domain/breaker/count.ts';
import { noticeDue } from '../domain/breaker/notices-due.ts';
import { type Group, isHolding, membersOf } from '../domain/breaker/record.ts';
import type { Rule } from '../domain/compliance/judge-instance.ts';
import { SweepIncomplete } from '../domain/errors.ts';
import type { Timing } from '../domain/grace-period/deadline.ts';
import { hasOpenGracePeriod } from '../domain/grace-period/open-grace-periods.ts';
import { chunksOf } from '../domain/instances.ts';
import { MAX_INSTANCES } from '../domain/propagation/look.ts';
import {
  classify,
  type ExistingInstance,
  instanceNamesOf,
  type SweepInput,
  type SweepResult,
} from '../domain/sweep/classify.ts';
import { type ExecutionToStart, gracePeriodsOf, reportsOf, toSecond } from '../domain/sweep/executions.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import {
  type CandidateWithNotes,
  findUnreported,
  type HeldInstances,
  readAllRegions,
  type SweepTables,
  selectCandidates,
} from './find-candidates.ts';

export type SweepSources = SweepTables & {
  readonly policy: { readonly rule: Rule; readonly timing: Timing; readonly maxAtOnce: number };
  readonly readAccountIn: ReadAccountIn;
  readonly openExecutions: FindOpenExecutions;
  readonly failedExecutions: FindFailedExecutions;
  readonly startExecution: StartExecution;
  readonly startBreakerNotice: StartBreakerNotice;
  readonly breaker: Pick<BreakerTable, 'update' | 'join' | 'joined'>;
  readonly users: Pick<UserTable, 'some'>;
  /** Null if no Owner is propagated. */
  readonly requestLook: RequestLook | null;
  readonly log: Log;
  readonly metrics: Metrics;
};

const idsOf = (accountId: string, all: readonly ExistingInstance[]) => ({
  accountId,
  instanceIds: all.map(({ instance }) => instance.instanceId),
});

/**
 * Instances in breaker groups that hold them, or held them until the release, including groups of dry-run. If an
 * instance is in two, the group that holds it counts.
 */
const heldInstances = async (
  groups: readonly Group[],
  breaker: Pick<BreakerTable, 'joined'>,
): Promise<HeldInstances> => {
  const held = await Promise.all(
    groups.map(async (group) =>
      membersOf(group, await breaker.joined(group.id)).map(
        (member) => [member.instanceId, { group, member }] as const,
      ),
    ),
  );
  return new Map(held.flat().sort(([, a], [, b]) => Number(isHolding(a.group)) - Number(isHolding(b.group))));
};

/**
 * The candidates that the breaker counts: they would be terminated, and were not held before. If the execution of a
 * launch failed, its instances do not count: they never had an Owner, so no script removed it.
 */
const toCount = async (
  candidates: readonly CandidateWithNotes[],
  { accountId, regions }: SweepInput,
  failedExecutions: FindFailedExecutions,
): Promise<CandidateWithNotes[]> => {
  const fresh = candidates.filter(({ isHeld, isTerminable }) => !isHeld && isTerminable);
  if (fresh.length <= NEVER_TOO_MANY) return fresh;
  const failed = await failedExecutions(accountId, regions);
  return fresh.filter((candidate) => !hasOpenGracePeriod(instanceNamesOf(candidate), failed));
};

/**
 * Checks all instances of an account, and begins a grace period for those that no event reported. If they are too
 * many at once, they are counted into a group, which the breaker holds. Their grace periods find their launchers.
 *
 * @throws SweepIncomplete when a Region could not be read; the other Regions are done
 */
export const sweepAccount = async (
  input: SweepInput,
  {
    policy,
    readAccountIn,
    openExecutions,
    startExecution,
    startBreakerNotice,
    failedExecutions,
    breaker,
    users,
    requestLook,
    log,
    metrics,
    ...sweepTables
  }: SweepSources,
): Promise<SweepResult> => {
  const { accountId, name, mode } = input;
  // Taken before reading: otherwise a new instance would seem older, by the time that reading takes.
  const now = new Date();
  const { existing, failures } = await readAllRegions(input, readAccountIn, policy.rule.ownerTag, log);
  const instances = existing.map(({ instance }) => instance);
  const isUnmatched = await matchesNoUser(policy.rule.ownerTag, instances, users, log);
  const rule = { ...policy.rule, matchesNoUser: isUnmatched };
  const { candidates, exempted, beforeEnforcement, compliant } = classify(
    existing,
    accountId,
    { ...policy, rule },
    now,
  );
  for (const { why, instanceIds } of exempted) log.info('exempted', { accountId, why, instanceIds });

  // Counted without the Regions that could not be read, the account would seem smaller, and a few instances too many.
  const isKnown = failures.length === 0;
  const groups = await breaker.update(accountId, (record) => ({
    record:
      isKnown && record.instances !== existing.length ? { ...record, instances: existing.length } : record,
    result: record.groups,
  }));
  const inGroups = await heldInstances(groups, breaker);
  const { toBegin, backedOff, held } = await selectCandidates(
    candidates,
    input,
    openExecutions,
    sweepTables,
    inGroups,
    log,
  );
  const missed = toBegin.filter(
    ({ isHeld, isExemptOrReported, times }) => !isHeld && !isExemptOrReported && times === 0,
  );
  const abandoned = backedOff.filter(({ isExemptOrReported }) => !isExemptOrReported);
  if (abandoned.length > 0 && mode === 'enforce') log.warn('sweep-backed-off', idsOf(accountId, abandoned));
  const counted = await toCount(toBegin, input, failedExecutions);
  if (counted.length > 0) {
    const instances = counted.map(({ instance, region, standing }) => ({
      instanceId: instance.instanceId,
      region,
      standing,
    }));
    const starting = {
      accountId,
      cause: 'sweep',
      mode,
      at: toSecond(now),
      instances,
      maxAtOnce: policy.maxAtOnce,
    } as const;
    // Counted first: a grace period that begins uncounted would get past the breaker.
    await countAndHold(starting, name, { breaker, startNotice: startBreakerNotice, log }, now);
  }
  const periods = gracePeriodsOf(toBegin, accountId, { name, mode }, now);
  await startGracePeriods(periods, startExecution, log);
  await countStarted(toBegin, sweepTables, log);
  const unreported = await findUnreported(beforeEnforcement, input, openExecutions, sweepTables, log);
  await startGracePeriods(reportsOf(unreported, accountId, { name, mode }, now), startExecution, log);
  // In dry-run, the events alone say what would be written: a sweep would repeat it every ten minutes.
  if (requestLook && mode === 'enforce') await requestLooks(accountId, compliant, requestLook, log);
  for (const group of groups) {
    const remaining = held.filter(({ heldBy }) => heldBy === group.id).length;
    const notice = noticeDue(group, { accountId, name, mode }, remaining, now);
    if (notice) await startBreakerNotice(notice.name, notice.input);
  }
  const undecided = groups.filter((group) => group.decision === null && isHolding(group));
  const isUndecided = new Set(undecided.map(({ id }) => id));
  const swept: SweepResult = {
    accountId,
    instances: existing.length,
    found: mode === 'enforce' ? missed.length + abandoned.length : 0,
    resumed: toBegin.filter(({ isHeld }) => isHeld).length,
    started: periods.length,
    held: held.filter(({ heldBy }) => isUndecided.has(heldBy)).length,
    beforeEnforcement: beforeEnforcement.length,
  };
  log.info('account-swept', swept);
  metrics.count('FoundBySweep', accountId, swept.found);
  metrics.count('HeldByBreaker', accountId, swept.held);
  if (failures.length > 0) throw new SweepIncomplete(accountId, failures);
  return swept;
};

/** Calls at a time, of Step Functions and of the table. */
const CONCURRENCY = 10;

/** Starts the executions of grace periods. */
const startGracePeriods = async (
  periods: readonly ExecutionToStart[],
  start: StartExecution,
  log: Log,
): Promise<void> => {
  await mapConcurrently(CONCURRENCY, periods, async (period) => {
    await start(period.name, period.input);
    const { launch, cause } = period.input;
    log.info('grace-period-started', { started: period.name, launch, cause });
  });
};

/** Has what is attached to these instances looked at, for what events missed. If that fails, the next sweep asks again. */
const requestLooks = async (
  accountId: string,
  owned: readonly ExistingInstance[],
  requestLook: RequestLook,
  log: Log,
): Promise<void> => {
  const requests = [...Map.groupBy(owned, ({ region }) => region)].flatMap(([region, those]) => {
    const ids = those.map(({ instance }) => instance.instanceId);
    return chunksOf(ids, MAX_INSTANCES).map((instanceIds) => ({ accountId, region, instanceIds }));
  });
  await mapConcurrently(CONCURRENCY, requests, (request) =>
    requestLook(request).catch((error: unknown) => log.warn('look-not-queued', { ...request, error })),
  );
};

/**
 * Counts the grace periods that were started. If that fails, an instance may be swept once too often: one mail too
 * many.
 */
const countStarted = async (
  candidates: readonly CandidateWithNotes[],
  { sweepCounts }: Pick<SweepTables, 'sweepCounts'>,
  log: Log,
): Promise<void> => {
  await mapConcurrently(CONCURRENCY, candidates, ({ instance: { instanceId }, times }) =>
    sweepCounts.save(instanceId, times + 1).catch((error: unknown) => {
      log.warn('sweep-not-counted', { instanceId, error });
    }),
  );
};
