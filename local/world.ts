import { reasonOf } from '../infra/error-reason.ts';
import { originsOf } from '../lambdas/domain/launcher/origin.ts';
import { applyRecord } from './aws/apply-record.ts';
import { type EmbeddedAws, embeddedAws, type ObservedAws } from './aws/embedded-aws.ts';
import type { PlayOptions } from './aws/play-options.ts';
import { launchedAgain } from './aws/spot-requests.ts';
import { type Entry, type Fault, type Origin, readEntry } from './entry.ts';
import { type BusEvent, envelopeOf, MAX_EVENT_BYTES, tagEvent } from './events/bus-event.ts';
import { Rules } from './events/rules.ts';
import { Recorder } from './rows/recorder.ts';
import type { Stack } from './template/template.ts';

/** The number of launches in an account and Region that the configuration does not list. */
export type Unlisted = { readonly accountId: string; readonly region: string; readonly launches: number };

/** How long after its instance ended a persistent Spot request launches another. AWS documents no time. */
const RELAUNCH_MS = 60_000;

/** The accounts and the application in them. Applies each record to the accounts, and delivers its event to the buses. */
export class World {
  readonly rules: Rules;
  readonly aws: EmbeddedAws & { readonly observer: Recorder };
  readonly deadLetters: Fault[] = [];
  readonly #unlisted = new Map<string, Unlisted>();
  readonly #origins = new Map<BusEvent, Origin>();
  readonly #delays: (event: BusEvent) => readonly number[];

  constructor(stacks: readonly Stack[], playOptions: PlayOptions) {
    this.rules = new Rules(stacks);
    this.#delays = playOptions.delays ?? (() => [0]);
    const { olderOrigins = [] } = playOptions;
    const recorderOf = ({ ec2, topics, autoScaling }: ObservedAws): Recorder =>
      new Recorder({
        instancesOf: (accountId, region, key) => ec2.in(accountId, region).idsOf(key),
        publication: (messageId) => topics.publication(messageId),
        unseenOrigin: (launch, instanceId) => {
          const { accountId, region } = launch;
          const there = ec2.in(accountId, region);
          const instance = there.describe(instanceId, Date.now());
          const [origin] = instance ? originsOf(launch, [instance]) : [];
          if (!origin || !olderOrigins.includes(origin.kind)) return null;
          const isSeen =
            origin.kind === 'instance'
              ? there.launchOf(origin.id) !== undefined
              : autoScaling.isCreated(accountId, region, origin.id);
          return isSeen ? null : origin;
        },
      });
    this.aws = embeddedAws(stacks, this.rules, playOptions, recorderOf, {
      deadLettered: (event, error) => this.#deadLetter(event, error),
      tagsChanged: (accountId, region, change) => {
        if (!change.resourceId.startsWith('i-')) return;
        // Records apply a millisecond before their eventTime; the event must carry the eventTime.
        setTimeout(() => this.#put(tagEvent({ accountId, region }, change, Date.now())), 1);
      },
      reopened: (accountId, region, requestId) => {
        setTimeout(() => this.#launchAgain(accountId, region, requestId), RELAUNCH_MS);
      },
    });
  }

  get unlisted(): Unlisted[] {
    return [...this.#unlisted.values()];
  }

  /** Applies a record to the accounts. */
  apply(entry: Entry): void {
    applyRecord(this.aws.ec2, entry);
    this.aws.autoScaling.apply(entry);
    this.aws.users.apply(entry);
    this.aws.resources.apply(entry);
    this.aws.cloudTrail.take(entry);
  }

  /** Puts a record's event on the default bus of its account and Region. */
  deliver(entry: Entry): void {
    const { accountId, region, eventName, origin } = entry;
    const event = envelopeOf(entry);
    if (!this.rules.wouldMatch(event)) return;
    if (eventName === 'RunInstances' && !this.rules.cover(accountId, region)) {
      const key = `${accountId} ${region}`;
      const launches = (this.#unlisted.get(key)?.launches ?? 0) + 1;
      this.#unlisted.set(key, { accountId, region, launches });
      return;
    }
    if (entry.bytes > MAX_EVENT_BYTES) return;
    this.#origins.set(event, origin);
    this.#put(event);
  }

  #put(event: BusEvent): void {
    if (!this.rules.wouldMatch(event)) return;
    const put = (): void => {
      try {
        this.aws.eventBridge.put(event);
      } catch (error) {
        this.#deadLetter(event, error);
      }
    };
    for (const delay of this.#delays(event)) {
      if (delay > 0) setTimeout(put, delay);
      else put();
    }
  }

  #deadLetter(event: BusEvent, error: unknown): void {
    const origin = this.#origins.get(event) ?? { file: event['detail-type'], place: event.id };
    this.deadLetters.push({ origin, reason: `the service cannot take it in. ${reasonOf(error)}` });
  }

  #launchAgain(accountId: string, region: string, requestId: string): void {
    const { spotRequests } = this.aws.ec2.in(accountId, region);
    const last = spotRequests.launchOf(requestId);
    // A request that was cancelled meanwhile launches nothing.
    if (last === null || !spotRequests.isPersistent(requestId)) return;
    const record = launchedAgain(last, requestId, Date.now());
    if (record === null) return;
    const envelope = { account: accountId, region };
    const entry = readEntry({ place: requestId, record, envelope }, 'a Spot request');
    if (typeof entry === 'string') return;
    this.apply(entry);
    this.deliver(entry);
  }
}
