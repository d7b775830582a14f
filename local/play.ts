import { reasonOf } from '../infra/error-reason.ts';
import { compare } from '../infra/json.ts';
import type { Ec2 } from './aws/ec2.ts';
import type { PlayOptions } from './aws/play-options.ts';
import type { Topics } from './aws/topics.ts';
import type { Entry, Fault } from './entry.ts';
import { keepRunning, schedulesOf } from './events/schedules.ts';
import type { Recorder } from './rows/recorder.ts';
import type { Stack } from './template/template.ts';
import { inVirtualTime } from './virtual-clock.ts';
import { type Unlisted, World } from './world.ts';

/** What a run gave. */
export type PlayResult = {
  readonly recorder: Recorder;
  /** As the run left it. */
  readonly ec2: Ec2;
  readonly topics: Topics;
  readonly unlisted: readonly Unlisted[];
  /** Records that the service could not take in, and runs of schedules that failed. */
  readonly deadLetters: readonly Fault[];
  /** What people and programs did in the accounts and Regions that the configuration lists, in order. */
  readonly userActions: readonly Entry[];
};

/** Schedules run until so long nothing has happened: a sweep finds by then what was young when the last record came. */
const QUIET_MS = 3_600_000;

/**
 * Plays a history, in order, to the synthesized application: each record arrives at its eventTime, and the clock runs
 * on until nothing waits. Schedules run at every full period of the clock; a while after the last record and the last
 * execution they end, or the run would not. The same entries give the same result.
 */
export const play = async (
  stacks: readonly Stack[],
  entries: readonly Entry[],
  playOptions: PlayOptions = {},
): Promise<PlayResult> => {
  const world = new World(stacks, playOptions);
  const { aws } = world;
  const failures: Fault[] = [];
  const begin = (entries[0]?.at ?? 0) - 1;
  const { written = [], interventions = [] } = playOptions;
  const lastChange = Math.max(begin, ...[...written, ...interventions].map(({ at }) => at));
  let lastEvent = Math.max(lastChange, entries.at(-1)?.at ?? begin);

  await inVirtualTime(begin, async (clock) => {
    const run = async (target: Parameters<typeof aws.runScheduled>[0]): Promise<void> => {
      try {
        await aws.runScheduled(target);
      } catch (error) {
        failures.push({ origin: { file: target.ruleArn, place: null }, reason: reasonOf(error) });
      }
    };
    const isWanted = (): boolean => {
      if (aws.isBusy()) lastEvent = Math.max(lastEvent, Date.now());
      return Date.now() < lastEvent + QUIET_MS;
    };
    for (const schedule of schedulesOf(stacks)) {
      // It has seen the users that there were long before the first record.
      if (aws.functions.nameOf(schedule.targetArn) === 'directory') await run(schedule);
      if (playOptions.schedules ?? true) keepRunning(schedule, run, isWanted);
    }
    for (const { at, act } of interventions) setTimeout(() => act(aws), at - Date.now());
    for (const [at, together] of Map.groupBy(entries, (entry) => entry.at)) {
      // What happens at an instant counts for what is due at that instant: a tag at the deadline saves.
      await clock.until(at - 1);
      for (const entry of together) world.apply(entry);
      await clock.until(at);
      for (const entry of together) world.deliver(entry);
    }
    await clock.toTheEnd();
  });
  return {
    recorder: aws.observer,
    ec2: aws.ec2,
    topics: aws.topics,
    deadLetters: [...world.deadLetters, ...failures],
    userActions: entries.filter(({ accountId, region }) => world.rules.cover(accountId, region)),
    unlisted: world.unlisted.sort((a, b) => compare(a.accountId, b.accountId) || compare(a.region, b.region)),
  };
};
