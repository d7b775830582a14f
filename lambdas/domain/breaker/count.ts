import type { Verdict } from '../compliance/verdict.ts';
import { iso, minutesAfter } from '../instant.ts';
import {
  type BreakerRecord,
  type Counted,
  type CountedCause,
  type Group,
  groupAt,
  isHolding,
} from './record.ts';

/** Minutes within which grace periods are counted together. */
export const WINDOW_MINUTES = 10;

/** So long what was counted is kept: events may come late. */
const COUNT_RETENTION_MINUTES = 60;

/** So long a group is kept that holds nothing: until its last execution has ended, and what was released was taken up. */
const GROUP_RETENTION_MINUTES = 24 * 60;

/** So few are never a mistake, however few instances the account has: of four, one is more than a fifth. */
export const NEVER_TOO_MANY = 3;

/** So much of an account at the most is a lapse; more is a mistake of a script or of a configuration. */
const MAX_SHARE = 1 / 5;

/**
 * Whether so many instances are too many to be ended on the word of events, or of a sweep.
 *
 * @param instances all that exist in the account; null where that is not known: then the number alone counts
 * @param most `maxTerminationsAtOnce`
 */
export const isTooMany = (counted: number, instances: number | null, maxAtOnce: number): boolean =>
  counted > maxAtOnce || (instances !== null && counted > NEVER_TOO_MANY && counted > instances * MAX_SHARE);

/** What was wrong with an instance's Owner, in one text: while it stays the same, so does what was decided of its group. */
export const standingOf = (verdict: Verdict): string =>
  'tag' in verdict ? `${verdict.reason} ${verdict.tag.key}=${verdict.tag.value}` : verdict.reason;

const isForgotten = (group: Group, now: Date): boolean =>
  !isHolding(group) &&
  minutesAfter(group.decision?.at ?? group.until, GROUP_RETENTION_MINUTES) < now.getTime();

/** The grace periods that begin together, and what the account and the configuration say of their number. */
export type GracePeriodsToCount = {
  readonly accountId: string;
  readonly cause: CountedCause;
  readonly mode: Group['mode'];
  /** When they begin. */
  readonly at: string;
  readonly instances: readonly Counted[];
  readonly maxAtOnce: number;
};

/** Of entries in order of time, the first that are too many within the window; undefined if there are none. */
const tooManyOf = <Entry extends { readonly at: string }>(
  entries: readonly Entry[],
  isTooMuch: (count: number) => boolean,
): Entry[] | undefined => {
  for (const { at: from } of entries) {
    const until = minutesAfter(from, WINDOW_MINUTES);
    const together = entries.filter(({ at }) => Date.parse(from) <= Date.parse(at) && Date.parse(at) < until);
    if (isTooMuch(together.length)) return together;
  }
  return undefined;
};

/**
 * Counts grace periods that begin, each instance once. Too many within ten minutes become a group, those counted before as
 * well; what begins within the ten minutes of a group belongs to it without being counted, and what begins later does not.
 * The same grace periods counted again change nothing.
 */
export const countGracePeriods = (
  record: BreakerRecord,
  { accountId, cause, mode, at, instances, maxAtOnce }: GracePeriodsToCount,
  now: Date,
): { readonly record: BreakerRecord; readonly group: Group | undefined } => {
  const known = groupAt(record, cause, at);
  if (known) return { record, group: known };
  const isRecent = (one: { readonly seen: string }) =>
    minutesAfter(one.seen, COUNT_RETENTION_MINUTES) > now.getTime();
  const ids = new Set(instances.map(({ instanceId }) => instanceId));
  const isSame = (one: BreakerRecord['counted'][number]) =>
    one.cause === cause &&
    ids.has(one.instanceId) &&
    Math.abs(Date.parse(one.at) - Date.parse(at)) < WINDOW_MINUTES * 60_000;
  // Settled, and then its Owner was taken off once more: it is no longer settled. An event of before is only late.
  const isAnew = (one: BreakerRecord['counted'][number]) =>
    one.settledAt !== undefined && isSame(one) && Date.parse(at) > Date.parse(one.settledAt);
  const before = record.counted.filter((one) => isRecent(one) && !isAnew(one));
  const already = new Set(before.filter(isSame).map(({ instanceId }) => instanceId));
  const added: BreakerRecord['counted'] = instances
    .filter(({ instanceId }) => !already.has(instanceId))
    .map((one) => ({ ...one, cause, at, seen: iso(now) }));
  const counted = [...before, ...added].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const ofCause = counted.filter((one) => one.cause === cause);
  const together = tooManyOf(ofCause, (many) => isTooMany(many, record.instances, maxAtOnce));
  const [first, last] = [together?.[0], together?.at(-1)];
  if (!together || !first || !last)
    return { record: added.length > 0 ? { ...record, counted } : record, group: undefined };

  const group: Group = {
    id: `${accountId}-${cause}-${Date.parse(first.at) / 1000}`,
    began: first.at,
    cause,
    mode,
    // Whatever began since, began within ten minutes of all of them.
    from: iso(minutesAfter(last.at, -WINDOW_MINUTES)),
    until: iso(minutesAfter(first.at, WINDOW_MINUTES)),
    // Those of this call are kept with whoever joins later.
    first: together.flatMap(({ instanceId, region, standing, settledAt }) =>
      ids.has(instanceId) || settledAt !== undefined ? [] : [{ instanceId, region, standing }],
    ),
    decision: null,
  };
  const isIn = new Set(together);
  return {
    record: {
      ...record,
      counted: counted.filter((one) => !isIn.has(one)),
      groups: [...record.groups.filter((one) => !isForgotten(one, now)), group],
    },
    group: groupAt({ ...record, groups: [group] }, cause, at),
  };
};

/**
 * Of what was counted by then, notes what a look found settled: it is no member of a group that comes to be. Of events that
 * are late, the last may be counted after the first is over; and an instance may be counted for one grace period, and judged
 * by another.
 */
export const markSettled = (
  record: BreakerRecord,
  instanceIds: readonly string[],
  lookedAt: string,
): BreakerRecord => {
  const isIt = ({ instanceId, at, settledAt }: BreakerRecord['counted'][number]) =>
    settledAt === undefined && instanceIds.includes(instanceId) && Date.parse(at) <= Date.parse(lookedAt);
  if (!record.counted.some(isIt)) return record;
  return {
    ...record,
    counted: record.counted.map((one) => (isIt(one) ? { ...one, settledAt: lookedAt } : one)),
  };
};
