import { PAUSE_PARAMETER_NAME } from '../../infra/names.ts';
import { keepRunning, type ScheduleTarget, schedulesOf } from '../../local/events/schedules.ts';
import { userIdOf } from '../../local/sample/made-up.ts';
import { inVirtualTime } from '../../local/virtual-clock.ts';
import { World } from '../../local/world.ts';
import { administer, deploymentsOf } from './administration.ts';
import { deployWithin } from './deploying.ts';
import { EventLog } from './event-log.ts';
import { disturb } from './faults/disturb.ts';
import { faultCalls } from './faults/fault-calls.ts';
import { faultEvents } from './faults/fault-events.ts';
import { type FaultAttempt, FaultInjector } from './faults/fault-injector.ts';
import { faultRuns } from './faults/fault-runs.ts';
import { placeOf } from './history/act.ts';
import { fleets } from './history/fleet.ts';
import { NEVER_CONFIRMING, PEOPLE } from './history/places.ts';
import { addressOf } from './history/resources.ts';
import type { UserAction } from './history/user-action.ts';
import { atEnd } from './invariants/at-end.ts';
import type { Violation } from './invariants/violation.ts';
import { observe } from './observed/observe.ts';
import { noObservations, type Observations } from './observed/seen.ts';
import type { Delay } from './saved/write-down.ts';
import { type Script, scriptOf } from './script.ts';
import { GATEWAY } from './settings.ts';
import type { Stage } from './stage.ts';
import { BEGIN, SECOND, sinceBegin } from './time.ts';

/** What a run showed. */
export type Simulated = {
  /** The arguments that play the run again: `--seed 7`, `--history FILE`. */
  readonly played: string;
  readonly observed: Observations;
  /** Each time when a fault could have struck, in order. */
  readonly attempts: readonly FaultAttempt[];
  /** How long each event took. */
  readonly delays: readonly Delay[];
  readonly violations: readonly Violation[];
  readonly eventLog: EventLog;
};

const written = (pauses: Script['pauses']) =>
  pauses.flatMap(({ from, until }) => [
    { name: PAUSE_PARAMETER_NAME, value: 'yes', at: from },
    { name: PAUSE_PARAMETER_NAME, value: 'no', at: until },
  ]);

const users = (accountId: string) =>
  PEOPLE.map((userName) => ({ accountId, userName, userId: userIdOf(accountId, userName) }));

/** The ARN of the resource that an act deletes; null if it deletes none. */
const deletedBy = (act: UserAction['act']): string | null =>
  act.does === 'delete-resource' ? addressOf({ ...act, place: placeOf(act.in) }).arn : null;

/** Plays a script against the synthesized application, and checks all that the embedded AWS did. */
export const play = async (played: string, script: Script, stage: Stage): Promise<Simulated> => {
  const { setting, userActions, faults, pauses, mistake, unmatched, administrations } = script;
  const { end, chances, delays, jitter } = script;
  const stacks = stage[setting];
  const observed: Observations = {
    ...noObservations(setting),
    deployments: deploymentsOf(administrations),
    pauses,
    unmatched: unmatched
      ? [{ from: unmatched.from, until: unmatched.until, within: (unmatched.within ?? 0) * SECOND }]
      : [],
  };
  const eventLog = new EventLog();
  const injector = new FaultInjector(faults, chances, (injection) => {
    observed.injections.push(injection);
    eventLog.add(() => `  ! ${injection.kind}: ${injection.what}`);
  });
  const took: Delay[] = [];
  const world = new World(stacks, {
    users: users(GATEWAY),
    neverConfirming: NEVER_CONFIRMING,
    written: written(pauses),
    delays: faultEvents(injector, (address) => {
      const seconds = delays(address);
      took.push({ at: Date.now(), address, seconds });
      return seconds;
    }),
    disturb: disturb(injector, faultCalls(injector), observed),
  });
  const violations: Violation[] = [];
  const { act } = observe(world, observed, injector, eventLog, (found) => violations.push(...found));
  faultRuns(world.aws.functions, injector);

  await inVirtualTime(BEGIN - 1, async (clock) => {
    Math.random = jitter;
    for (const one of fleets()) act(() => world.apply(one.entry), one);
    const run = async (target: ScheduleTarget): Promise<void> => {
      await world.aws.runScheduled(target).catch((error: unknown) => {
        eventLog.add(() => `  a schedule failed: ${String(error)}`);
      });
    };
    for (const schedule of schedulesOf(stacks)) {
      if (world.aws.functions.nameOf(schedule.targetArn) === 'directory') await run(schedule);
      keepRunning(schedule, run, () => Date.now() < end);
    }
    for (const one of userActions) {
      const { at, entry, recorded, note } = one;
      setTimeout(() => {
        eventLog.add(() => `${entry.accountId} ${entry.region}: ${note}`);
        act(() => {
          world.apply(entry);
          const deleted = deletedBy(one.act);
          if (deleted !== null) world.aws.resources.remove(deleted);
        }, one);
        world.deliver(recorded ?? entry);
      }, at - Date.now());
    }
    const deploys = [
      { fault: mistake, others: stage.mistaken },
      { fault: unmatched, others: stage.unmatched },
    ];
    for (const { fault, others } of deploys) {
      if (!fault) continue;
      const deploy = (at: number, what: string, deployed: typeof stacks): void => {
        setTimeout(() => {
          injector.report({ kind: fault.kind, accountId: null, fn: null, what });
          deployWithin(world.aws, deployed, fault.within ?? 0);
        }, at - Date.now());
      };
      deploy(fault.from, 'deployed', others);
      deploy(fault.until, 'undone', stacks);
    }
    administer(administrations, world, stage, observed, injector);
    await clock.until(end);
    violations.push(...atEnd(observed, end));
    eventLog.add(() => `the end (${sinceBegin(end)})`);
  });
  return { played, observed, attempts: injector.attempts, delays: took, violations, eventLog };
};

/** Plays the script of a seed. */
export const simulate = (seed: number, stage: Stage): Promise<Simulated> =>
  play(`--seed ${seed}`, scriptOf(seed), stage);
