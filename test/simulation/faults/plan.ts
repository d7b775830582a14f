import type { ResourceKind } from '../history/resources.ts';
import type { UserAction } from '../history/user-action.ts';
import type { Random, Some } from '../random.ts';
import { BEGIN, MINUTE, SECOND } from '../time.ts';

const HOUR = 60 * MINUTE;

import { FAULT_KINDS, type Fault, type FaultKind } from './fault.ts';

/**
 * How often a run has each kind, 1 if left out. A mistaken deployment is a run's only fault; `script.ts` and the confusing
 * launches add the other kinds with weight 0.
 */
const WEIGHTS: Readonly<Partial<Record<FaultKind, number>>> = {
  // These have an effect only if a tag changed shortly before.
  'authorization-lags': 4,
  'describe-stale': 4,
  'tags-stale': 4,
  'mistaken-deploy': 0,
  'unmatched-deploy': 0,
  // Of one service alone: see `faultsOfReminders`.
  'service-unread': 0,
  deploy: 3,
  redriven: 2,
  'by-hand': 2,
  decided: 0,
};
const TOGETHER: Some<readonly [number, FaultKind]> = [
  [1, 'event-lost'],
  ...FAULT_KINDS.slice(1).map((kind) => [WEIGHTS[kind] ?? 1, kind] as const),
];

const minutesOf = (kind: FaultKind, random: Random): number => {
  switch (kind) {
    case 'event-lost':
    case 'event-delayed':
    case 'event-duplicated':
    case 'event-reordered':
    case 'message-redelivered':
      return random.whole(10, 60);
    case 'authorization-lags':
    case 'describe-stale':
    case 'describe-tagless':
    case 'tags-stale':
      return random.whole(10, 60);
    case 'origin-unseen':
      // Shorter than a grace period, since an origin that is not shown for longer counts as gone.
      return random.whole(1, 8);
    case 'write-late':
      return random.whole(10, 60);
    case 'paused':
      return random.whole(2, 40);
    case 'deploy':
    case 'redriven':
      return random.whole(1, 30);
    case 'by-hand':
      return random.whole(2, 20);
    case 'mistaken-deploy':
      return random.whole(25, 35);
    default:
      // Most outages end within the retries; some do not.
      return random.chance(0.75) ? random.whole(1, 10) : random.whole(10, 30);
  }
};

const secondsOf = (kind: FaultKind, random: Random): number => {
  switch (kind) {
    case 'event-delayed':
      return random.chance(0.5) ? random.whole(60, 900) : random.whole(900, 3600);
    case 'event-duplicated':
      return random.chance(0.7) ? random.whole(0, 120) : random.whole(120, 3600);
    case 'event-reordered':
      return random.whole(5, 300);
    case 'describe-stale':
    case 'tags-stale':
      return random.whole(5, 60);
    case 'authorization-lags':
      return random.whole(30, 1200);
    case 'write-late':
      // At most as long as the SDK retries.
      return random.whole(1, 30);
    default:
      return random.whole(1, 55);
  }
};

/** Lets a deployment reach the functions one after the other, often, within two minutes. It then lasts that much longer. */
const inSteps = (fault: Fault, random: Random): Fault => {
  if (!random.chance(0.6)) return fault;
  const within = random.whole(10, 120);
  return { ...fault, within, until: fault.until + within * SECOND };
};

/** A fault near a user action, or before its deadline: a fault at another time would strike nothing. */
const faultOf = (kind: FaultKind, times: Some<number>, random: Random): Fault => {
  const from = Math.max(BEGIN, random.pick(times) + random.whole(-3 * 60, 11 * 60) * SECOND);
  const fault: Fault = {
    kind,
    from,
    until: from + minutesOf(kind, random) * MINUTE,
    chance: random.pick([0.15, 0.5, 0.9, 1]),
    seconds: secondsOf(kind, random),
  };
  return kind === 'deploy' ? inSteps(fault, random) : fault;
};

/** When a mistaken deployment comes: all executions of the run have ended by then. */
export const MISTAKE_AT = BEGIN + 65 * MINUTE;

/** The only fault of a run with a mistaken deployment. */
export const mistake = (random: Random): Fault =>
  inSteps(
    {
      kind: 'mistaken-deploy',
      from: MISTAKE_AT,
      until: MISTAKE_AT + minutesOf('mistaken-deploy', random) * MINUTE,
      chance: 1,
      seconds: 0,
    },
    random,
  );

/** A deployment of patterns that match no user, near a user action. */
export const unmatched = (random: Random, times: Some<number>): Fault => {
  const from = Math.max(BEGIN, random.pick(times) + random.whole(-5 * 60, 9 * 60) * SECOND);
  const until = from + random.whole(5, 40) * MINUTE;
  return inSteps({ kind: 'unmatched-deploy', from, until, chance: 1, seconds: 0 }, random);
};

/** What may go wrong while tags are read, and while the mail about them is written. */
const OF_REMINDERS: Some<readonly [number, FaultKind]> = [
  [1, 'throttled'],
  [1, 'server-error'],
  [1, 'answer-lost'],
  [1, 'killed'],
  [1, 'message-redelivered'],
  [1, 'tags-stale'],
  [1, 'sts-down'],
  [1, 'table-down'],
  [3, 'service-unread'],
];

/**
 * One of the services whose own call reads tags refuses it, from when the first tags are read until a message has been delivered
 * five times.
 */
const serviceUnread = (made: readonly UserAction[], fault: Fault, random: Random): Fault => {
  const services = made.flatMap(({ at, act }) =>
    act.does === 'create' && act.kind in ARN_OF ? [{ at, on: ARN_OF[act.kind] ?? '' }] : [],
  );
  const [first, ...others] = services;
  if (!first) return fault;
  const { at, on } = random.pick([first, ...others]);
  const from = at + 9 * MINUTE;
  return { ...fault, from, until: from + HOUR, chance: 1, on };
};

const ARN_OF: Readonly<Partial<Record<ResourceKind, string>>> = {
  bucket: 'arn:aws:s3:',
  queue: 'arn:aws:sqs:',
  topic: 'arn:aws:sns:',
  table: 'arn:aws:dynamodb:',
  'log-group': 'arn:aws:logs:',
  stack: 'arn:aws:cloudformation:',
};

/** A fault of `reminders` alone, often, when it reads the tags of something that was created, or writes the mail. */
export const faultsOfReminders = (made: readonly UserAction[], random: Random): Fault[] => {
  const [first, ...others] = made.map(({ at }) => at);
  if (first === undefined || random.chance(0.6)) return [];
  const kind = random.weigh(OF_REMINDERS);
  // The tags are read after eleven minutes, and the mail is written after eighteen.
  const from = random.pick([first, ...others]) + random.whole(9 * 60, 19 * 60) * SECOND;
  const until = from + minutesOf(kind, random) * MINUTE;
  const seconds = secondsOf(kind, random);
  const fault = { kind, from, until, chance: random.pick([0.5, 0.9, 1]), seconds, fn: 'reminders' } as const;
  return [kind === 'service-unread' ? serviceUnread(made, fault, random) : fault];
};

/**
 * The faults of one run: none, one or several.
 *
 * @param times the times of the user actions, in milliseconds since the epoch
 */
export const planFaults = (random: Random, times: Some<number>): Fault[] => {
  const count = random.weigh([
    [3, 0],
    [5, 1],
    [4, 2],
    [3, random.whole(3, 6)],
  ]);
  const faults = Array.from({ length: count }, () => faultOf(random.weigh(TOGETHER), times, random));
  // Two of them in a row would hide a parent for longer than AWS does.
  const first = faults.find(({ kind }) => kind === 'origin-unseen');
  return faults.filter((fault) => fault.kind !== 'origin-unseen' || fault === first);
};
