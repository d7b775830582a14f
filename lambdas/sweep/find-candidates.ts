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

/** All instances of an account, and the Regions that could not be read. */
type AccountInstances = {
  readonly existing: readonly ExistingInstance[];
  readonly failures: readonly { readonly region: string; readonly error: unknown }[];
};

/**
 * Regions at a time: the 17 Regions of an account take three rounds of some seconds. Each Region has its own
 * throttling. The function's memory must hold eight pages of 1,000 described instances, ten megabytes each.
 */
const REGION_CONCURRENCY = 8;

/**
 * Reads all instances in every Region of an account, and reads the tags of noncompliant ones again. A Region that fails
 * does not stop the others.
 */
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

/** A candidate, and for how many grace periods sweeps have taken it up. */
export type CandidateWithNotes = UnjudgedCandidate & {
  readonly times: number;
  /** Whether an earlier grace period found an exemption that a sweep cannot see for itself. */
  readonly isExempt: boolean;
  /** Whether it has such an exemption, or was only reported: then no event was lost. */
  readonly isExemptOrReported: boolean;
};

/** The instances of breaker groups of an account, by instance id. Released groups are included. */
export type HeldInstances = ReadonlyMap<string, { readonly group: Group; readonly member: Member }>;

type SweepFindings = {
  /** Candidates for which a grace period begins. */
  readonly toBegin: readonly CandidateWithNotes[];
  /** Candidates that were taken up too often: they are left alone for a day. */
  readonly backedOff: readonly CandidateWithNotes[];
  /**
   * Candidates in a breaker group that was not released, with the same standing as then. They are left alone, unless
   * the group was counted in dry-run.
   */
  readonly held: readonly (Candidate & { readonly heldBy: string })[];
};

/**
 * Selects the candidates that no open execution judges, and that this service has not stopped. If the table is
 * unavailable, every instance counts as unmarked: that must not prevent enforcement.
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
    // If somebody starts it again, it is a candidate again.
    if (stopped.includes(instanceId) && state.startsWith('stop')) return [];
    const isHeld = held.includes(instanceId) || heldAs(candidate)?.decision?.is === 'released';
    // Whether any other exemption applies, the sweep sees for itself.
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
 * The instances older than enforcement that administrators do not know yet: no mail has reported them, and no open
 * execution will. Empty if that is unknown: otherwise administrators would get a mail every ten minutes.
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
