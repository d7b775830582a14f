import { type Administration, administrationsOf } from './administration.ts';
import { confusingLaunch } from './confusing-launches.ts';
import { deadlineRace } from './deadline-race.ts';
import type { Fault } from './faults/fault.ts';
import { type Delays, drawnDelays } from './faults/fault-events.ts';
import { faultsOfReminders, MISTAKE_AT, mistake, planFaults, unmatched } from './faults/plan.ts';
import { withAttachments } from './history/attachments.ts';
import { creations } from './history/creations.ts';
import { history } from './history/history.ts';
import { switchedAtDeadline } from './history/switched.ts';
import type { UserAction } from './history/user-action.ts';
import { userChanges } from './history/users.ts';
import type { Observations } from './observed/seen.ts';
import { Random } from './random.ts';
import { race } from './service-races.ts';
import { BEGIN, BUSY, MINUTE, SECOND } from './time.ts';

/** What happens in a run. Instants are milliseconds since the epoch. */
export type Script = {
  readonly setting: Observations['setting'];
  readonly userActions: readonly UserAction[];
  readonly faults: readonly Fault[];
  readonly pauses: Observations['pauses'];
  /** The time during which a wrong configuration is deployed. */
  readonly mistake: Fault | undefined;
  /** The time during which patterns that match no user are deployed. */
  readonly unmatched: Fault | undefined;
  /** What administrators do to the service. */
  readonly administrations: readonly Administration[];
  readonly end: number;
  /** Decides whether a fault strikes, by its chance. */
  readonly chances: Random;
  /** How long each event takes. */
  readonly delays: Delays;
  /** How long a retry waits, as a part of its longest wait: at least 0, less than 1. */
  readonly jitter: () => number;
};

/** How long a run goes on after its last fault or user action, so that all executions end. */
const SETTLED = 42 * MINUTE;

/** How long people act before a mistaken deployment: every execution they start ends before it. */
const BEFORE_MISTAKE = 15 * MINUTE;

const CONFUSING_LAUNCHES = 0x706c_6f74;
const USERS = 0x7573_6572;
const SWITCHES = 0x7377_6974;
const ATTACHMENTS = 0x766f_6c73;
const CREATIONS = 0x6372_6561;

const LATE: readonly Fault['kind'][] = ['event-delayed', 'event-duplicated', 'event-reordered'];

/** The parts of a script that follow from its user actions and faults. */
export const timesOf = (
  userActions: readonly UserAction[],
  faults: readonly Fault[],
): Pick<Script, 'pauses' | 'mistake' | 'unmatched' | 'administrations' | 'end'> => {
  const ends = faults.map(({ kind, until, seconds }) => until + (LATE.includes(kind) ? seconds * SECOND : 0));
  return {
    // At most one, since the end of one pause would end another that overlaps it.
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

/** The script of a seed: the same seed always gives the same script. */
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
  // A generator of its own, so that these draws do not change the rest of a seed's run.
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
  const ofCreations = new Random(seed ^ CREATIONS);
  const made = isMistake ? [] : creations(happening, ofCreations);
  const userActions = [
    ...withAttachments(happening, new Random(seed ^ ATTACHMENTS)),
    ...changes,
    ...switched,
    ...made,
    ...(raced?.userActions ?? []),
    ...(plotted?.userActions ?? []),
  ].sort((a, b) => a.at - b.at);
  const planned = mistaken ? [mistaken] : (raced?.faults ?? planFaults(random.fork(), [first, ...others]));
  // The changes that are deployed during a run are made for the usual setting.
  const isDeploy = planned.some(({ kind }) => kind === 'deploy');
  const setting = isMistake || (random.chance(0.35) && !isDeploy) ? 'strict' : 'usual';
  const isUnmatched = setting === 'strict' && !isMistake && !raced && random.chance(0.25);
  const without = isUnmatched ? [unmatched(random.fork(), [first, ...others])] : [];
  const faults = [
    ...planned,
    ...(plotted?.faults ?? []),
    ...without,
    ...faultsOfReminders(made, ofCreations),
  ];
  const goingOn = random.fork();
  const chances = goingOn.fork();
  const delays = drawnDelays(goingOn.fork());
  const jitters = goingOn.fork();
  return {
    setting,
    userActions,
    faults,
    ...timesOf(userActions, faults),
    chances,
    delays,
    jitter: () => jitters.next(),
  };
};
