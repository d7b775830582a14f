import type { OpenExecutions } from '../aws/open-executions.ts';
import type { ReadAccountIn } from '../aws/read-account.ts';
import type { SetAsideTable, SweptTable } from '../aws/sweep-tables.ts';
import { fillTags } from '../check/look.ts';
import { atMost } from '../concurrency.ts';
import { type Group, isHolding, type Member } from '../domain/breaker/record.ts';
import { isCovered } from '../domain/grace-period/open-grace-periods.ts';
import type { Find } from '../domain/sweep/executions.ts';
import { MOST_TIMES, MOST_TIMES_EXEMPT } from '../domain/sweep/memory.ts';
import { type Existing, nameOf, type Suspect, type SweepInput } from '../domain/sweep/sweep.ts';
import type { OwnerTag } from '../domain/verdict/owner-rule.ts';
import type { Log } from '../log.ts';

/** What exists in an account, and where that could not be read. */
export type Looked = {
  readonly existing: readonly Existing[];
  readonly failures: readonly { readonly region: string; readonly error: unknown }[];
};

/**
 * Regions at once: the 17 of an account take three rounds of some seconds. Each has throttles of its own; eight pages of
 * 1,000 described instances, ten megabytes each, are what the function's memory must hold.
 */
const REGIONS_AT_ONCE = 8;

/** Looks at every Region of an account, and twice at the tags that clear nothing. One that fails keeps no other back. */
export const lookEverywhere = async (
  { accountId, regions }: SweepInput,
  readAccountIn: ReadAccountIn,
  ownerTag: OwnerTag,
  log: Log,
): Promise<Looked> => {
  const lookAt = async (region: string): Promise<Existing[]> => {
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

  const looked = await atMost(REGIONS_AT_ONCE, regions, async (region): Promise<Looked> => {
    try {
      return { existing: await lookAt(region), failures: [] };
    } catch (error) {
      log.error('region-not-swept', { accountId, region, error });
      return { existing: [], failures: [{ region, error }] };
    }
  });
  return {
    existing: looked.flatMap(({ existing }) => existing),
    failures: looked.flatMap(({ failures }) => failures),
  };
};

export type Memories = {
  readonly setAside: Pick<SetAsideTable, 'find'>;
  readonly swept: SweptTable;
};

/** Calls of the table at a time. */
const AT_ONCE = 50;

/** A find, and how often sweeps have begun a grace period for it. */
export type Remembered = Find & {
  readonly times: number;
  /** Whether an earlier grace period found that an exemption covers it, where only that could. */
  readonly isExempt: boolean;
  /** Whether it lives on by one of those, or was only reported: it is no loss of events. */
  readonly isSpared: boolean;
};

/** What the breaker holds of an account, or held until it was released: by instance. */
export type HeldInstances = ReadonlyMap<string, { readonly group: Group; readonly member: Member }>;

export type Found = {
  /** What a grace period begins for. */
  readonly finds: readonly Remembered[];
  /** What was taken up too often: left alone for a day. */
  readonly resting: readonly Remembered[];
  /** What is in a group of the breaker that was not released, and as it was then: left alone, unless that is a dry-run's. */
  readonly held: readonly (Suspect & { readonly heldBy: string })[];
};

/**
 * The suspects that no open execution judges, and that are not stopped by this service. A table that does
 * not answer remembers nothing: nobody lives on for that.
 */
export const findAmong = async (
  suspects: readonly Suspect[],
  { accountId, regions, mode }: SweepInput,
  openExecutions: OpenExecutions,
  { setAside, swept }: Memories,
  heldInstances: HeldInstances,
  log: Log,
): Promise<Found> => {
  if (suspects.length === 0) return { finds: [], resting: [], held: [] };
  const open = await openExecutions(accountId, regions, 'keys');
  const alone = suspects.filter((suspect) => !isCovered(nameOf(suspect), open));
  const heldAs = ({ instance: { instanceId }, standing }: Suspect): Group | undefined => {
    const known = heldInstances.get(instanceId);
    return known?.member.standing === standing ? known.group : undefined;
  };
  const isLeftAlone = (suspect: Suspect): boolean => {
    const group = heldAs(suspect);
    return group !== undefined && isHolding(group);
  };
  const instanceIds = alone.map(({ instance }) => instance.instanceId);
  const remembered = <Known>(note: string, recall: Promise<Known>, none: Known): Promise<Known> =>
    recall.catch((error: unknown) => {
      log.warn('sweep-notes-not-readable', { accountId, note, error });
      return none;
    });
  const [stopped, held, exempt, reported, times] = await Promise.all([
    remembered('stopped', setAside.find('stopped', instanceIds), []),
    remembered('held', setAside.find('held', instanceIds), []),
    remembered('exempt', setAside.find('exempt', instanceIds), []),
    remembered('reported', setAside.find('reported', instanceIds), []),
    remembered(
      'swept',
      atMost(AT_ONCE, instanceIds, (instanceId) => swept.times(instanceId)),
      [],
    ),
  ]);
  const known = alone.flatMap((suspect, index): Remembered[] => {
    const { instanceId, state } = suspect.instance;
    if (isLeftAlone(suspect)) return [];
    // Started again, it is found again.
    if (stopped.includes(instanceId) && state.startsWith('stop')) return [];
    const isHeld = held.includes(instanceId) || heldAs(suspect)?.decision?.is === 'released';
    // Of other exemptions a sweep sees for itself whether they still hold.
    const isExempt = suspect.mayBeExempt && exempt.includes(instanceId);
    const isSpared = isExempt || reported.includes(instanceId);
    return [{ ...suspect, isHeld, isExempt, isSpared, times: times[index] ?? 0 }];
  });
  const isResting = ({ times: before, isExempt }: Remembered): boolean =>
    before >= (isExempt ? MOST_TIMES_EXEMPT : MOST_TIMES[mode]);
  return {
    finds: known.filter((one) => !isResting(one)),
    resting: known.filter(isResting),
    held: suspects.flatMap((suspect) => {
      const group = heldAs(suspect);
      return group && group.decision?.is !== 'released' ? [{ ...suspect, heldBy: group.id }] : [];
    }),
  };
};

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
    log.warn('reports-unknown', { accountId, instances: old.length, error });
    return [];
  }
};
