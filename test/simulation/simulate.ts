import { PAUSE_PARAMETER_NAME } from '../../infra/names.ts';
import { keepRunning, type ScheduleTarget, schedulesOf } from '../../local/events/schedules.ts';
import { userIdOf } from '../../local/sample/made-up.ts';
import { inVirtualTime } from '../../local/virtual-clock.ts';
import { World } from '../../local/world.ts';
import { administer, deploymentsOf } from './administration.ts';
import { Chronicle } from './chronicle.ts';
import { deployWithin } from './deploying.ts';
import { disturb } from './faults/disturb.ts';
import { strikeCall } from './faults/strike-call.ts';
import { strikeEvent } from './faults/strike-event.ts';
import { strikeRuns } from './faults/strike-run.ts';
import { type Stroke, Weather } from './faults/weather.ts';
import { fleets } from './history/fleet.ts';
import { NEVER_CONFIRMING, PEOPLE } from './history/places.ts';
import { atEnd } from './invariants/at-end.ts';
import type { Violation } from './invariants/violation.ts';
import { type Script, scriptOf } from './script.ts';
import { observe } from './seen/observe.ts';
import type { Seen } from './seen/seen.ts';
import { GATEWAY } from './settings.ts';
import type { Stage } from './stage.ts';
import { BEGIN, SECOND, sinceBegin } from './time.ts';
import type { Delay } from './written/write-down.ts';

/** What a run showed. */
export type Simulated = {
  /** What was played, as one says it to play it again: `--seed 7`, `--history FILE`. */
  readonly played: string;
  readonly seen: Seen;
  /** Each time that a fault could have struck, in order. */
  readonly strokes: readonly Stroke[];
  /** How long each event took. */
  readonly delays: readonly Delay[];
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

/** Plays a script to the synthesized application, and checks all that the embedded AWS did. */
export const play = async (played: string, script: Script, stage: Stage): Promise<Simulated> => {
  const { setting, deeds, faults, pauses, mistake, unmatched, administrations } = script;
  const { end, chances, delays, jitter } = script;
  const stacks = stage[setting];
  const seen: Seen = {
    setting,
    deployments: deploymentsOf(administrations),
    lives: new Map(),
    users: [],
    personTopics: new Map(),
    mails: [],
    injections: [],
    decisions: [],
    executions: [],
    failed: [],
    pauses,
    unmatched: unmatched
      ? [{ from: unmatched.from, until: unmatched.until, within: (unmatched.within ?? 0) * SECOND }]
      : [],
  };
  const chronicle = new Chronicle();
  const weather = new Weather(faults, chances, (injection) => {
    seen.injections.push(injection);
    chronicle.add(() => `  ! ${injection.kind}: ${injection.what}`);
  });
  const took: Delay[] = [];
  const world = new World(stacks, {
    users: users(GATEWAY),
    neverConfirming: NEVER_CONFIRMING,
    written: written(pauses),
    delays: strikeEvent(weather, (address) => {
      const seconds = delays(address);
      took.push({ at: Date.now(), address, seconds });
      return seconds;
    }),
    disturb: disturb(weather, strikeCall(weather), seen),
  });
  const violations: Violation[] = [];
  const { act } = observe(world, seen, weather, chronicle, (found) => violations.push(...found));
  strikeRuns(world.aws.functions, weather);

  await inVirtualTime(BEGIN - 1, async (clock) => {
    Math.random = jitter;
    for (const { entry } of fleets()) act(() => world.happen(entry), entry);
    const run = async (target: ScheduleTarget): Promise<void> => {
      await world.aws.runScheduled(target).catch((error: unknown) => {
        chronicle.add(() => `  a schedule failed: ${String(error)}`);
      });
    };
    for (const schedule of schedulesOf(stacks)) {
      if (world.aws.functions.nameOf(schedule.targetArn) === 'directory') await run(schedule);
      keepRunning(schedule, run, () => Date.now() < end);
    }
    for (const { at, entry, told, note } of deeds) {
      setTimeout(() => {
        chronicle.add(() => `${entry.accountId} ${entry.region}: ${note}`);
        act(() => world.happen(entry), entry);
        world.deliver(told ?? entry);
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
          weather.tell({ kind: fault.kind, accountId: null, fn: null, what });
          deployWithin(world.aws, deployed, fault.within ?? 0);
        }, at - Date.now());
      };
      deploy(fault.from, 'deployed', others);
      deploy(fault.until, 'undone', stacks);
    }
    administer(administrations, world, stage, seen, weather);
    await clock.until(end);
    violations.push(...atEnd(seen, end));
    chronicle.add(() => `the end (${sinceBegin(end)})`);
  });
  return { played, seen, strokes: weather.strokes, delays: took, violations, chronicle };
};

/** Plays what a seed makes happen. */
export const simulate = (seed: number, stage: Stage): Promise<Simulated> =>
  play(`--seed ${seed}`, scriptOf(seed), stage);
