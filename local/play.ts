import { reasonOf } from '../infra/error-reason.ts';
import { compare } from '../infra/json.ts';
import { HOUR_MS } from '../lambdas/domain/instant.ts';
import type { EmbeddedAws } from './aws/embedded-aws.ts';
import type { PlayOptions } from './aws/play-options.ts';
import type { Entry, Fault } from './entry.ts';
import { keepRunning, schedulesOf } from './events/schedules.ts';
import type { Recorder } from './rows/recorder.ts';
import type { Stack } from './template/template.ts';
import { inVirtualTime } from './virtual-clock.ts';
import { type Unlisted, World } from './world.ts';

/** The result of playing a history: the embedded AWS in its state at the end, and what happened. */
export type PlayResult = Pick<EmbeddedAws, 'ec2' | 'topics' | 'resources' | 'users'> & {
  readonly recorder: Recorder;
  /** In milliseconds since the epoch. */
  readonly endedAt: number;
  readonly unlisted: readonly Unlisted[];
  /** Records that the service could not process, and runs of schedules that failed. */
  readonly deadLetters: readonly Fault[];
  /** The calls of people and programs in the accounts and Regions that the configuration lists, in order. */
  readonly userActions: readonly Entry[];
};

/** Schedules run until nothing has happened for this long. A sweep can then check launches that were too new before. */
const QUIET_MS = HOUR_MS;

/**
 * Plays a history, in order, to the synthesized application. Each record arrives at its eventTime, and the clock runs until
 * nothing waits. Schedules run at every full period of the clock. They end a while after the last record and the last
 * execution; otherwise the run would never end. The same entries give the same result.
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
  let endedAt = begin;
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
      // The directory read the existing users long before the first record.
      if (aws.functions.nameOf(schedule.targetArn) === 'directory') await run(schedule);
      if (playOptions.schedules ?? true) keepRunning(schedule, run, isWanted);
    }
    for (const { at, act } of interventions) setTimeout(() => act(aws), at - Date.now());
    for (const [at, together] of Map.groupBy(entries, (entry) => entry.at)) {
      // Records apply before timers of the same instant: a tag written at the deadline still saves the instance.
      await clock.until(at - 1);
      for (const entry of together) world.apply(entry);
      await clock.until(at);
      for (const entry of together) world.deliver(entry);
    }
    await clock.toTheEnd();
    endedAt = Date.now();
  });
  return {
    recorder: aws.observer,
    ec2: aws.ec2,
    resources: aws.resources,
    users: aws.users,
    endedAt,
    topics: aws.topics,
    deadLetters: [...world.deadLetters, ...failures],
    userActions: entries.filter(({ accountId, region }) => world.rules.cover(accountId, region)),
    unlisted: world.unlisted.sort((a, b) => compare(a.accountId, b.accountId) || compare(a.region, b.region)),
  };
};
