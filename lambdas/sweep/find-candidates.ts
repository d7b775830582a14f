import type { FindOpenExecutions } from '../aws/open-executions.ts';
import type { ReadAccountIn } from '../aws/read-account.ts';
import type { SweepCountTable, SweepNoteTable } from '../aws/sweep-tables.ts';
import { fillTags } from '../check/observe-launch.ts';
import { mapConcurrently } from '../concurrency.ts';
import { type Group, isHolding, type Member } from '../domain/breaker/record.ts';
import type { OwnerTag } from '../domain/compliance/owner-rule.ts';
import { hasOpenGracePeriod } from '../domain/grace-period/open-grace-periods.ts';
import {
  type Candidate,
  type ExistingInstance,
  instanceNamesOf,
  type SweepInput,
} from '../domain/sweep/classify.ts';
import type { UnjudgedCandidate } from '../domain/sweep/executions.ts';
import { MAX_TIMES, MAX_TIMES_EXEMPT } from '../domain/sweep/sweep-notes.ts';
import type { Log } from '../log.ts';

/** What exists in an account, and where that could not be read. */
export type AccountInstances = {
  readonly existing: readonly ExistingInstance[];
  readonly failures: readonly { readonly region: string; readonly error: unknown }[];
};

/**
 * Regions at once: the 17 of an account take three rounds of some seconds. Each has throttles of its own; eight pages of
 * 1,000 described instances, ten megabytes each, are what the function's memory must hold.
 */
const REGION_CONCURRENCY = 8;

/** Looks at every Region of an account, and twice at the tags that clear nothing. One that fails keeps no other back. */
export const readAllRegions = async (
  { accountId, regions }: SweepInput,
  readAccountIn: ReadAccountIn,
  ownerTag: OwnerTag,
  log: Log,
): Promise<AccountInstances> => {
  const readRegion = async (region: string): Promise<ExistingInstance[]> => {
    const reader = await readAccountIn(accountId, region);
    const existing = await reader.existing();
    const instances = existing.map(({ instance }) => instance);
    const filled = new Map(
      (await fillTags(reader, instances, ownerTag)).map((instance) => [instance.instanceId, instance]),
    );
    return existing.map((one) => ({
      ...one,
      instance: filled.get(one.instance.instanceId) ?? one.instance,
    }));
  };

  const regionResults = await mapConcurrently(
    REGION_CONCURRENCY,
    regions,
    async (region): Promise<AccountInstances> => {
      try {
        return { existing: await readRegion(region), failures: [] };
      } catch (error) {
        log.error('region-not-swept', { accountId, region, error });
        return { existing: [], failures: [{ region, error }] };
      }
    },
  );
  return {
    existing: regionResults.flatMap(({ existing }) => existing),
    failures: regionResults.flatMap(({ failures }) => failures),
  };
};

export type SweepTables = {
  readonly sweepNotes: Pick<SweepNoteTable, 'find'>;
  readonly sweepCounts: SweepCountTable;
};

/** Calls of the table at a time. */
const CONCURRENCY = 50;

/** A find, and how often sweeps have begun a grace period for it. */
export type CandidateWithNotes = UnjudgedCandidate & {
  readonly times: number;
  /** Whether an earlier grace period found that an exemption covers it, where only that could. */
  readonly isExempt: boolean;
  /** Whether it lives on by one of those, or was only reported: it is no loss of events. */
  readonly isExemptOrReported: boolean;
};

/** What the breaker holds of an account, or held until it was released: by instance. */
export type HeldInstances = ReadonlyMap<string, { readonly group: Group; readonly member: Member }>;

export type SweepFindings = {
  /** What a grace period begins for. */
  readonly toBegin: readonly CandidateWithNotes[];
  /** What was taken up too often: left alone for a day. */
  readonly backedOff: readonly CandidateWithNotes[];
  /** What is in a group of the breaker that was not released, and as it was then: left alone, unless that is a dry-run's. */
  readonly held: readonly (Candidate & { readonly heldBy: string })[];
};

/**
 * The suspects that no open execution judges, and that are not stopped by this service. A table that does
 * not answer remembers nothing: nobody lives on for that.
 */
export const selectCandidates = async (
  candidates: readonly Candidate[],
  { accountId, regions, mode }: SweepInput,
  openExecutions: FindOpenExecutions,
  { sweepNotes, sweepCounts }: SweepTables,
  heldInstances: HeldInstances,
  log: Log,
): Promise<SweepFindings> => {
  if (candidates.length === 0) return { toBegin: [], backedOff: [], held: [] };
  const open = await openExecutions(accountId, regions, 'keys');
  const alone = candidates.filter((candidate) => !hasOpenGracePeriod(instanceNamesOf(candidate), open));
  const heldAs = ({ instance: { instanceId }, standing }: Candidate): Group | undefined => {
    const known = heldInstances.get(instanceId);
    return known?.member.standing === standing ? known.group : undefined;
  };
  const isLeftAlone = (candidate: Candidate): boolean => {
    const group = heldAs(candidate);
    return group !== undefined && isHolding(group);
  };
  const instanceIds = alone.map(({ instance }) => instance.instanceId);
  const readNote = <Known>(note: string, reading: Promise<Known>, none: Known): Promise<Known> =>
    reading.catch((error: unknown) => {
      log.warn('sweep-notes-not-readable', { accountId, note, error });
      return none;
    });
  const [stopped, held, exempt, reported, times] = await Promise.all([
    readNote('stopped', sweepNotes.find('stopped', instanceIds), []),
    readNote('held', sweepNotes.find('held', instanceIds), []),
    readNote('exempt', sweepNotes.find('exempt', instanceIds), []),
    readNote('reported', sweepNotes.find('reported', instanceIds), []),
    readNote(
      'swept',
      mapConcurrently(CONCURRENCY, instanceIds, (instanceId) => sweepCounts.times(instanceId)),
      [],
    ),
  ]);
  const known = alone.flatMap((candidate, index): CandidateWithNotes[] => {
    const { instanceId, state } = candidate.instance;
    if (isLeftAlone(candidate)) return [];
    // Started again, it is found again.
    if (stopped.includes(instanceId) && state.startsWith('stop')) return [];
    const isHeld = held.includes(instanceId) || heldAs(candidate)?.decision?.is === 'released';
    // Of other exemptions a sweep sees for itself whether they still hold.
    const isExempt = candidate.mayBeExempt && exempt.includes(instanceId);
    const isExemptOrReported = isExempt || reported.includes(instanceId);
    return [{ ...candidate, isHeld, isExempt, isExemptOrReported, times: times[index] ?? 0 }];
  });
  const isBackedOff = ({ times: before, isExempt }: CandidateWithNotes): boolean =>
    before >= (isExempt ? MAX_TIMES_EXEMPT : MAX_TIMES[mode]);
  return {
    toBegin: known.filter((one) => !isBackedOff(one)),
    backedOff: known.filter(isBackedOff),
    held: candidates.flatMap((candidate) => {
      const group = heldAs(candidate);
      return group && group.decision?.is !== 'released' ? [{ ...candidate, heldBy: group.id }] : [];
    }),
  };
};

/**
 * The instances older than enforcement that administrators are to be told of: they were not, and no execution is about to.
 * None while that is not known: they would be told every ten minutes.
 */
export const findUnreported = async (
  old: readonly ExistingInstance[],
  { accountId, regions }: SweepInput,
  openExecutions: FindOpenExecutions,
  { sweepNotes }: Pick<SweepTables, 'sweepNotes'>,
  log: Log,
): Promise<ExistingInstance[]> => {
  if (old.length === 0) return [];
  try {
    const instanceIds = old.map(({ instance }) => instance.instanceId);
    const reported = new Set(await sweepNotes.find('noticed', instanceIds));
    const unreported = old.filter(({ instance }) => !reported.has(instance.instanceId));
    if (unreported.length === 0) return [];
    const open = await openExecutions(accountId, regions, 'keys');
    return unreported.filter((one) => !hasOpenGracePeriod(instanceNamesOf(one), open));
  } catch (error) {
    log.warn('reports-unknown', { accountId, instances: old.length, error });
    return [];
  }
};
