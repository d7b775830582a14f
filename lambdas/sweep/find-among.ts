import { atMost } from '../at-most.ts';
import type { OpenExecutions } from '../aws/open-executions.ts';
import type { SetAsideTable } from '../aws/set-aside-table.ts';
import type { SweptTable } from '../aws/swept-table.ts';
import { isCovered } from '../domain/sweep/covered.ts';
import type { Find } from '../domain/sweep/find.ts';
import type { Suspect } from '../domain/sweep/sift.ts';
import type { SweepInput } from '../domain/sweep/sweep.ts';
import { nameOf } from '../domain/verdict/existing.ts';
import type { Log } from '../log.ts';

export type Memories = {
  readonly setAside: Pick<SetAsideTable, 'find'>;
  readonly swept: SweptTable;
};

/**
 * How often a sweep begins a grace period for one instance, until it rests for a day: in dry-run everything lives on, and
 * what cannot be terminated or repaired would be told of every twenty minutes, for ever.
 */
const MOST_TIMES = { 'dry-run': 1, enforce: 6 } as const;

/** Calls of the table at a time. */
const AT_ONCE = 50;

/** A find, and how often sweeps have begun a grace period for it. */
export type Remembered = Find & { readonly times: number };

/**
 * The suspects that a grace period begins for: those of whose launch no open execution judges any, that are not stopped by this service,
 * and not taken up too often. A table that does not answer remembers nothing: nobody lives on for that.
 */
export const findAmong = async (
  suspects: readonly Suspect[],
  { accountId, regions, mode }: SweepInput,
  openExecutions: OpenExecutions,
  { setAside, swept }: Memories,
  log: Log,
): Promise<Remembered[]> => {
  if (suspects.length === 0) return [];
  const open = await openExecutions(accountId, regions, 'keys');
  const placeOf = ({ region, reservationId }: Suspect): string => `${region} ${reservationId}`;
  // A grace period that begins here judges all of its reservation: one of them at a time.
  const judged = new Set(suspects.filter((one) => isCovered(nameOf(one), open)).map(placeOf));
  const alone = suspects.filter((suspect) => !judged.has(placeOf(suspect)));
  const instanceIds = alone.map(({ instance }) => instance.instanceId);
  const remembered = <Known>(what: string, recall: Promise<Known>, none: Known): Promise<Known> =>
    recall.catch((error: unknown) => {
      log.warn(`not remembered: ${what}`, { accountId, error });
      return none;
    });
  const [stopped, held, times] = await Promise.all([
    remembered('stopped', setAside.find('stopped', instanceIds), []),
    remembered('held', setAside.find('held', instanceIds), []),
    remembered(
      'swept',
      atMost(AT_ONCE, instanceIds, (instanceId) => swept.times(instanceId)),
      [],
    ),
  ]);
  return alone.flatMap((suspect, index): Remembered[] => {
    const { instanceId, state } = suspect.instance;
    // Started again, it is found again.
    const isStopped = stopped.includes(instanceId) && state.startsWith('stop');
    const before = times[index] ?? 0;
    if (isStopped || before >= MOST_TIMES[mode]) return [];
    return [{ ...suspect, isHeld: held.includes(instanceId), times: before }];
  });
};
