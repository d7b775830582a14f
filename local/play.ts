import { compare } from '../infra/compare.ts';
import { applyRecord } from './aws/apply-record.ts';
import type { Ec2 } from './aws/ec2.ts';
import { type Circumstances, type EmbeddedAws, embeddedAws } from './aws/embedded-aws.ts';
import type { Topics } from './aws/topics.ts';
import { type BusEvent, envelopeOf } from './events/envelope.ts';
import { LARGEST_EVENT } from './events/largest-event.ts';
import { Rules } from './events/rules.ts';
import type { Entry } from './input/entry.ts';
import { type Fault, reasonOf } from './input/fault.ts';
import { Recorder } from './rows/recorder.ts';
import type { Stack } from './template/template.ts';
import { inVirtualTime } from './virtual-clock.ts';

/** How many launches happened where the configuration lists no account or Region. */
export type Unlisted = { readonly accountId: string; readonly region: string; readonly launches: number };

/** What a run gave. */
export type Played = {
  readonly recorder: Recorder;
  /** As the run left it. */
  readonly ec2: Ec2;
  readonly topics: Topics;
  readonly unlisted: readonly Unlisted[];
  /** Records that the service could not take in. */
  readonly deadLetters: readonly Fault[];
  /** What people and programs did in the accounts and Regions that the configuration lists, in order. */
  readonly deeds: readonly Entry[];
};

/** A schedule runs the directory every hour: it has seen the users there were long before the first record. */
const runDirectory = async ({ functions }: EmbeddedAws): Promise<Fault[]> => {
  const functionArn = functions.arnOf('directory');
  if (!functionArn) return [];
  try {
    await functions.invoke(functionArn, {});
    return [];
  } catch (error) {
    return [{ origin: { file: 'the directory of users', place: null }, reason: reasonOf(error) }];
  }
};

/**
 * Plays a history, in order, to the synthesized application: each record arrives at its eventTime, and the clock runs
 * on until nothing waits. Schedules are not played. The same entries give the same result.
 */
export const play = async (
  stacks: readonly Stack[],
  entries: readonly Entry[],
  circumstances: Circumstances = {},
): Promise<Played> => {
  const deadLetters: Fault[] = [];
  const unlisted = new Map<string, Unlisted>();
  const origins = new Map<BusEvent, Entry>();
  const giveUp = (event: BusEvent, error: unknown): void => {
    const { origin } = origins.get(event) ?? { origin: { file: 'unknown', place: null } };
    deadLetters.push({ origin, reason: `the service cannot take it in. ${reasonOf(error)}` });
  };
  const rules = new Rules(stacks);
  const recorderOf = ({ ec2, topics }: Pick<EmbeddedAws, 'ec2' | 'topics'>): Recorder =>
    new Recorder({
      instancesOf: (accountId, region, key) => ec2.in(accountId, region).idsOf(key),
      publication: (messageId) => topics.publication(messageId),
    });
  const aws = embeddedAws(stacks, rules, circumstances, recorderOf, giveUp);

  const happen = (entry: Entry): void => {
    applyRecord(aws.ec2, entry);
    aws.autoScaling.apply(entry);
    aws.users.apply(entry);
    aws.cloudTrail.take(entry);
  };

  const deliver = (entry: Entry): void => {
    const { accountId, region, eventName } = entry;
    const event = envelopeOf(entry);
    if (!rules.wouldMatch(event)) return;
    if (eventName === 'RunInstances' && !rules.cover(accountId, region)) {
      const key = `${accountId} ${region}`;
      unlisted.set(key, { accountId, region, launches: (unlisted.get(key)?.launches ?? 0) + 1 });
      return;
    }
    if (entry.bytes > LARGEST_EVENT) return;
    origins.set(event, entry);
    try {
      aws.eventBridge.put(event);
    } catch (error) {
      giveUp(event, error);
    }
  };

  await inVirtualTime((entries[0]?.at ?? 0) - 1, async (clock) => {
    deadLetters.push(...(await runDirectory(aws)));
    for (const [at, together] of Map.groupBy(entries, (entry) => entry.at)) {
      // What happens at an instant counts for what is due at that instant: a tag at the deadline saves.
      await clock.until(at - 1);
      for (const entry of together) happen(entry);
      await clock.until(at);
      for (const entry of together) deliver(entry);
    }
    await clock.toTheEnd();
  });
  return {
    recorder: aws.witness,
    ec2: aws.ec2,
    topics: aws.topics,
    deadLetters,
    deeds: entries.filter(({ accountId, region }) => rules.cover(accountId, region)),
    unlisted: [...unlisted.values()].sort(
      (a, b) => compare(a.accountId, b.accountId) || compare(a.region, b.region),
    ),
  };
};
