import { PAUSE_PARAMETER_NAME } from '../../infra/names.ts';
import { keepRunning, type ScheduleTarget, schedulesOf } from '../events/schedules.ts';
import { userIdOf } from '../sample/made-up.ts';
import { inVirtualTime } from '../virtual-clock.ts';
import { World } from '../world.ts';
import { administer, deploymentsOf } from './administration.ts';
import { Chronicle } from './chronicle.ts';
import { disturb } from './faults/disturb.ts';
import { strikeCall } from './faults/strike-call.ts';
import { strikeEvent } from './faults/strike-event.ts';
import { strikeRuns } from './faults/strike-run.ts';
import { Weather } from './faults/weather.ts';
import { fleets } from './history/fleet.ts';
import { NEVER_CONFIRMING, PEOPLE } from './history/places.ts';
import { atEnd } from './invariants/at-end.ts';
import type { Violation } from './invariants/violation.ts';
import { type Script, scriptOf } from './script.ts';
import { observe } from './seen/observe.ts';
import type { Seen } from './seen/seen.ts';
import type { Stage } from './stage.ts';
import { BEGIN, sinceBegin } from './time.ts';

/** What a run showed. */
export type Simulated = {
  readonly seed: number;
  readonly seen: Seen;
  readonly violations: readonly Violation[];
  readonly chronicle: Chronicle;
};

const written = (pauses: Script['pauses']) =>
  pauses.flatMap(({ from, until }) => [
    { name: PAUSE_PARAMETER_NAME, value: 'yes', at: from },
    { name: PAUSE_PARAMETER_NAME, value: 'no', at: until },
  ]);

const users = (accountId: string) =>
  PEOPLE.map((userName) => ({ accountId, userName, userId: userIdOf(accountId, userName) }));

/** Plays what a seed makes happen to the synthesized application, and checks all that the embedded AWS did. */
export const simulate = async (seed: number, stage: Stage): Promise<Simulated> => {
  const script = scriptOf(seed);
  const { setting, deeds, faults, pauses, mistake, administrations, end, random } = script;
  const stacks = stage[setting];
  const seen: Seen = {
    setting,
    deployments: deploymentsOf(administrations),
    lives: new Map(),
    mails: [],
    injections: [],
    executions: [],
    failed: [],
    pauses,
    sweeps: [],
  };
  const chronicle = new Chronicle();
  const weather = new Weather(faults, random.fork(), (injection) => {
    seen.injections.push(injection);
    chronicle.add(() => `  ! ${injection.kind}: ${injection.what}`);
  });
  const draws = random.fork();
  const world = new World(stacks, {
    users: users('652235167018'),
    neverConfirming: NEVER_CONFIRMING,
    written: written(pauses),
    delays: strikeEvent(weather, () => draws.next()),
    disturb: disturb(weather, strikeCall(weather), seen),
  });
  const violations: Violation[] = [];
  const { act } = observe(world, seen, weather, chronicle, (found) => violations.push(...found));
  strikeRuns(world.aws.functions, weather);

  await inVirtualTime(BEGIN - 1, async (clock) => {
    const jitter = random.fork();
    Math.random = () => jitter.next();
    for (const { entry } of fleets()) act(() => world.happen(entry), entry);
    const run = async (target: ScheduleTarget): Promise<void> => {
      const isDirectory = world.aws.functions.nameOf(target.targetArn) === 'directory';
      if (!isDirectory) seen.sweeps.push(Date.now());
      await world.aws.runScheduled(target).catch((error: unknown) => {
        chronicle.add(() => `  a schedule failed: ${String(error)}`);
      });
    };
    for (const schedule of schedulesOf(stacks)) {
      if (world.aws.functions.nameOf(schedule.targetArn) === 'directory') await run(schedule);
      keepRunning(schedule, run, () => Date.now() < end);
    }
    for (const { at, entry, note } of deeds) {
      setTimeout(() => {
        chronicle.add(() => `${entry.accountId} ${entry.region}: ${note}`);
        act(() => world.happen(entry), entry);
        world.deliver(entry);
      }, at - Date.now());
    }
    if (mistake) {
      for (const [at, others] of [
        [mistake.from, stage.mistaken],
        [mistake.until, stacks],
      ] as const) {
        setTimeout(() => {
          weather.tell({
            kind: 'mistaken-deploy',
            accountId: null,
            fn: null,
            what: others === stacks ? 'undone' : 'deployed',
          });
          world.aws.deploy(others);
        }, at - Date.now());
      }
    }
    administer(administrations, world, stage, seen, weather);
    await clock.until(end);
    violations.push(...atEnd(seen, end));
    chronicle.add(() => `the end (${sinceBegin(end)})`);
  });
  return { seed, seen, violations, chronicle };
};
