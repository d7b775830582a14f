import { type Administration, administrationsOf } from './administration.ts';
import { confusingLaunch } from './confusing-launches.ts';
import { deadlineRace } from './deadline-race.ts';
import type { Fault } from './faults/fault.ts';
import { type Delays, drawnDelays } from './faults/fault-events.ts';
import { MISTAKE_AT, mistake, planFaults, unmatched } from './faults/plan.ts';
import { history } from './history/history.ts';
import { switchedAtDeadline } from './history/switched.ts';
import type { UserAction } from './history/user-action.ts';
import { userChanges } from './history/users.ts';
import type { Observations } from './observed/seen.ts';
import { Random } from './random.ts';
import { race } from './service-races.ts';
import { BEGIN, BUSY, MINUTE, SECOND } from './time.ts';

/** What a seed makes happen. Instants are milliseconds since the epoch. */
export type Script = {
  readonly setting: Observations['setting'];
  readonly userActions: readonly UserAction[];
  readonly faults: readonly Fault[];
  readonly pauses: Observations['pauses'];
  /** When a wrong configuration is deployed, and when the right one again. */
  readonly mistake: Fault | undefined;
  /** When patterns are deployed that match no user, and when the right ones again. */
  readonly unmatched: Fault | undefined;
  /** What administrators do to the service. */
  readonly administrations: readonly Administration[];
  readonly end: number;
  /** Whether what has a chance happens. */
  readonly chances: Random;
  /** How long the record of each deed takes. */
  readonly delays: Delays;
  /** At least 0, less than 1: how long a retry waits, of the longest that it may. */
  readonly jitter: () => number;
};

/** By when all has come to rest that a fault, or the last deed, began. */
const SETTLED = 42 * MINUTE;

/** Deeds before a mistaken deploy, so that what they began is over by then. */
const BEFORE_MISTAKE = 15 * MINUTE;

const CONFUSING_LAUNCHES = 0x706c_6f74;
const USERS = 0x7573_6572;
const SWITCHES = 0x7377_6974;

const LATE: readonly Fault['kind'][] = ['event-delayed', 'event-duplicated', 'event-reordered'];

/** What follows from deeds and faults, whoever thought of them. */
export const timesOf = (
  userActions: readonly UserAction[],
  faults: readonly Fault[],
): Pick<Script, 'pauses' | 'mistake' | 'unmatched' | 'administrations' | 'end'> => {
  const ends = faults.map(({ kind, until, seconds }) => until + (LATE.includes(kind) ? seconds * SECOND : 0));
  return {
    // One at most: of two that overlap, the end of one would end the other.
    pauses: faults
      .filter(({ kind }) => kind === 'paused')
      .slice(0, 1)
      .map(({ from, until }) => ({ from, until })),
    mistake: faults.find(({ kind }) => kind === 'mistaken-deploy'),
    administrations: administrationsOf(faults),
    unmatched: faults.find(({ kind }) => kind === 'unmatched-deploy'),
    end: Math.max(BEGIN, ...userActions.map(({ at }) => at), ...ends) + SETTLED,
  };
};

/** Writes the script of a run: the same for the same seed. */
export const scriptOf = (seed: number): Script => {
  const random = new Random(seed);
  const isMistake = random.chance(0.03);
  const mistaken = isMistake ? mistake(random.fork()) : undefined;
  const happening = history(random.fork(), BEGIN + (isMistake ? BEFORE_MISTAKE : BUSY)).filter(
    ({ at }) => !isMistake || at < MISTAKE_AT - 25 * MINUTE,
  );
  const [first = BEGIN, ...others] = happening.map(({ at }) => at);
  const raced =
    !isMistake && random.chance(0.12)
      ? random.pick([deadlineRace, race])(BEGIN + random.whole(1, BUSY / SECOND) * SECOND, random.fork())
      : undefined;
  // Drawn by lots of its own: what else a seed makes happen stays as it is.
  const ofPlot = new Random(seed ^ CONFUSING_LAUNCHES);
  const plotted =
    !isMistake && !raced && ofPlot.chance(0.12)
      ? confusingLaunch(BEGIN + ofPlot.whole(1, BUSY / SECOND) * SECOND, ofPlot.fork())
      : undefined;
  const ofUsers = new Random(seed ^ USERS);
  const changes = !isMistake && ofUsers.chance(0.3) ? userChanges(happening, ofUsers.fork()) : [];
  const ofSwitches = new Random(seed ^ SWITCHES);
  const switched =
    !isMistake && ofSwitches.chance(0.1)
      ? switchedAtDeadline(BEGIN + ofSwitches.whole(1, BUSY / SECOND) * SECOND, ofSwitches.fork())
      : [];
  const userActions = [
    ...happening,
    ...changes,
    ...switched,
    ...(raced?.userActions ?? []),
    ...(plotted?.userActions ?? []),
  ].sort((a, b) => a.at - b.at);
  const planned = mistaken ? [mistaken] : (raced?.faults ?? planFaults(random.fork(), [first, ...others]));
  // What is deployed meanwhile, are changes of the usual setting.
  const isDeploy = planned.some(({ kind }) => kind === 'deploy');
  const setting = isMistake || (random.chance(0.35) && !isDeploy) ? 'strict' : 'usual';
  const isUnmatched = setting === 'strict' && !isMistake && !raced && random.chance(0.25);
  const without = isUnmatched ? [unmatched(random.fork(), [first, ...others])] : [];
  const faults = [...planned, ...(plotted?.faults ?? []), ...without];
  const goingOn = random.fork();
  const chances = goingOn.fork();
  const delays = drawnDelays(goingOn.fork());
  const lots = goingOn.fork();
  return {
    setting,
    userActions,
    faults,
    ...timesOf(userActions, faults),
    chances,
    delays,
    jitter: () => lots.next(),
  };
};
