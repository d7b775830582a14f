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

/** How long counted instances are kept, because events may come late. */
const COUNT_RETENTION_MINUTES = 60;

/**
 * How long a group that holds nothing is kept. By then its executions have ended, and what was released has been
 * resumed.
 */
const GROUP_RETENTION_MINUTES = 24 * 60;

/** This many are never too many, even in a small account: one instance of four is more than a fifth. */
export const NEVER_TOO_MANY = 3;

/** A larger share of an account's instances is taken for the mistake of a script or of a configuration. */
const MAX_SHARE = 1 / 5;

/**
 * Whether so many instances lack an Owner at once that it is probably a mistake, and the breaker has to hold them.
 *
 * @param instances the number of instances in the account; null if it is unknown: then only `maxAtOnce` is the limit
 * @param maxAtOnce `maxTerminationsAtOnce` of the configuration
 */
export const isTooMany = (counted: number, instances: number | null, maxAtOnce: number): boolean =>
  counted > maxAtOnce || (instances !== null && counted > NEVER_TOO_MANY && counted > instances * MAX_SHARE);

/**
 * Describes what is wrong with an instance's Owner. A decision on its group covers the instance while this text
 * stays the same.
 */
export const standingOf = (verdict: Verdict): string =>
  'tag' in verdict ? `${verdict.reason} ${verdict.tag.key}=${verdict.tag.value}` : verdict.reason;

const isForgotten = (group: Group, now: Date): boolean =>
  !isHolding(group) &&
  minutesAfter(group.decision?.at ?? group.until, GROUP_RETENTION_MINUTES) < now.getTime();

/** Grace periods that begin together, and the limit on their number. */
export type GracePeriodsToCount = {
  readonly accountId: string;
  readonly cause: CountedCause;
  readonly mode: Group['mode'];
  /** When they begin, ISO 8601 UTC. */
  readonly at: string;
  readonly instances: readonly Counted[];
  readonly maxAtOnce: number;
};

/**
 * The first entries that are too many within one window; undefined if there are none. `entries` are in order of
 * time.
 */
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
 * Counts grace periods that begin, each instance once. Too many within ten minutes become a group, together with
 * those counted before. A grace period that begins within the ten minutes of a group joins it without being
 * counted; a later one does not. To count the same grace periods again changes nothing.
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
  // It was settled, and has lost its Owner again since. An event from before it was settled is only late.
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
    // What begins between these two times begins within ten minutes of all of them.
    from: iso(minutesAfter(last.at, -WINDOW_MINUTES)),
    until: iso(minutesAfter(first.at, WINDOW_MINUTES)),
    // The instances of this call are saved with those that join later.
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
 * Marks counted instances that a check at `lookedAt` found settled: a group that forms later does not hold them.
 * Where events are late, the last grace period may be counted after the first has ended. An instance may also be
 * counted for one grace period and judged in another.
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
