import { type Administration, administrationsOf } from './administration.ts';
import { conspiracy } from './conspiracy.ts';
import type { Fault } from './faults/fault.ts';
import { MISTAKE_AT, mistake, planFaults } from './faults/plan.ts';
import type { Deed } from './history/deed.ts';
import { history } from './history/history.ts';
import { Random } from './random.ts';
import type { Seen } from './seen/seen.ts';
import { BEGIN, BUSY, MINUTE, SECOND } from './time.ts';

/** What a seed makes happen. Instants are milliseconds since the epoch. */
export type Script = {
  readonly setting: Seen['setting'];
  readonly deeds: readonly Deed[];
  readonly faults: readonly Fault[];
  readonly pauses: Seen['pauses'];
  /** When a wrong configuration is deployed, and when the right one again. */
  readonly mistake: Fault | undefined;
  /** What administrators do to the service. */
  readonly administrations: readonly Administration[];
  readonly end: number;
  /** What is drawn as the run goes on. */
  readonly random: Random;
};

/** By when all has come to rest that a fault, or the last deed, began. */
const SETTLED = 42 * MINUTE;

/** Deeds before a mistaken deploy, so that what they began is over by then. */
const BEFORE_MISTAKE = 15 * MINUTE;

const LATE: readonly Fault['kind'][] = ['event-delayed', 'event-duplicated', 'event-reordered'];

/** Writes the script of a run: the same for the same seed. */
export const scriptOf = (seed: number): Script => {
  const random = new Random(seed);
  const isMistake = random.chance(0.03);
  const mistaken = isMistake ? mistake(random.fork()) : undefined;
  const happening = history(random.fork(), BEGIN + (isMistake ? BEFORE_MISTAKE : BUSY)).filter(
    ({ at }) => !isMistake || at < MISTAKE_AT - 25 * MINUTE,
  );
  const [first = BEGIN, ...others] = happening.map(({ at }) => at);
  const conspired =
    !isMistake && random.chance(0.08)
      ? conspiracy(BEGIN + random.whole(1, BUSY / SECOND) * SECOND, random.fork())
      : undefined;
  const deeds = [...happening, ...(conspired?.deeds ?? [])].sort((a, b) => a.at - b.at);
  const faults = mistaken ? [mistaken] : (conspired?.faults ?? planFaults(random.fork(), [first, ...others]));
  const administrations = administrationsOf(faults, random.fork());
  const ends = faults.map(({ kind, until, seconds }) => until + (LATE.includes(kind) ? seconds * SECOND : 0));
  return {
    administrations,
    setting: administrations.some(({ kind }) => kind === 'deploy')
      ? 'usual'
      : isMistake || random.chance(0.35)
        ? 'strict'
        : 'usual',
    deeds,
    faults,
    // One at most: of two that overlap, the end of one would end the other.
    pauses: faults
      .filter(({ kind }) => kind === 'paused')
      .slice(0, 1)
      .map(({ from, until }) => ({ from, until })),
    mistake: mistaken,
    end: Math.max(BEGIN, ...deeds.map(({ at }) => at), ...ends) + SETTLED,
    random: random.fork(),
  };
};
