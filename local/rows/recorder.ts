import * as z from 'zod/mini';
import type { Cause } from '../../lambdas/domain/grace-period/input.ts';
import { iso } from '../../lambdas/domain/instant.ts';
import type { Origin } from '../../lambdas/domain/launcher/origin.ts';
import type { Published } from '../../lambdas/domain/mail.ts';
import type { Launch, LaunchKey } from '../../lambdas/domain/record/launch.ts';
import { Launcher } from '../../lambdas/domain/record/launcher.ts';
import type { LogCode } from '../../lambdas/log.ts';
import type { Propagated, ServiceObserver } from '../aws/service-observer.ts';
import type { Publication } from '../aws/topics.ts';
import { LaunchRecord } from './launch-record.ts';
import { ResourceRecord } from './resource-record.ts';
import { concluded, eventsOf, leftUndecided, type Round } from './round.ts';
import { inRowOrder, type Row } from './row.ts';
import { readersOf, type SentMail, sentMails } from './sent-mail.ts';

type RecorderSources = {
  /** Every instance of a launch. */
  readonly instancesOf: (accountId: string, region: string, key: LaunchKey) => readonly string[];
  readonly publication: (messageId: string) => Publication | undefined;
  /** What launched an instance on somebody's behalf, if the history may have begun after that; null if it shows it. */
  readonly unseenOrigin: (launch: Launch, instanceId: string) => Pick<Origin, 'kind' | 'id'> | null;
};

/** The reason of a row `grace-started`, by the cause of the grace period. */
const WHY: Readonly<Record<Cause, string>> = {
  launch: 'not-compliant-at-launch',
  untagged: 'owner-taken-away',
  sweep: 'found-by-sweep',
  resume: 'resumed-after-pause',
};

/** A volume or network interface that got an Owner, or would in mode enforce; `at` is in milliseconds since the epoch. */
export type Propagation = Omit<Propagated, 'resources'> &
  Propagated['resources'][number] & { readonly at: number };

/** The decision of a row about it. */
export const decisionOf = ({ isWritten }: Pick<Propagation, 'isWritten'>) =>
  isWritten ? 'propagated' : 'would-propagate';

const rowOf = (one: Propagation): Row => ({
  at: iso(one.at),
  decision: decisionOf(one),
  accountId: one.accountId,
  region: one.region,
  resourceType: `ec2:${one.type}`,
  resourceId: one.resourceId,
  launcher: null,
  recipients: [],
  reason: 'owner-of-instance',
  eventId: null,
});

/** Records what the service does, as rows and mails. It only repeats what the functions answered. */
export class Recorder implements ServiceObserver {
  readonly #sources: RecorderSources;
  /** By execution. A launch without an execution has a key of its own. */
  readonly #launches = new Map<string, LaunchRecord>();
  readonly #rounds = new Map<string, Round>();
  readonly #mails: SentMail[] = [];
  /** Each with its time, once: in dry-run, the same is said again and again. */
  readonly #propagations = new Map<string, Propagation>();
  readonly #resources: ResourceRecord;

  constructor(surroundings: RecorderSources) {
    this.#sources = surroundings;
    this.#resources = new ResourceRecord(surroundings.publication);
  }

  compliant(launch: Launch): void {
    const { accountId, region, key } = launch;
    this.#begin(`${accountId} ${region} ${key.value}`, launch, 'launch', 'compliant', 'owner-valid');
  }

  graceStarted(execution: string, launch: Launch, cause: Cause): void {
    this.#begin(execution, launch, cause, 'grace-started', WHY[cause]);
  }

  logged(code: LogCode, facts: unknown): void {
    this.#resources.take(code, facts);
  }

  attributed(execution: string, answer: unknown): void {
    const known = this.#launches.get(execution);
    const launcher = z.parse(Launcher, answer);
    // Keep a known launcher: a later round may have less evidence, since a compliant instance's origin is not read.
    const isNews = launcher.userName !== null || launcher.isDisputed || known?.launcher.userName === null;
    if (known && isNews) known.launcher = launcher;
  }

  noticed(execution: string, input: unknown, answer: unknown): void {
    this.#recordRound(execution);
    const round = concluded(input, answer, Date.now());
    const known = this.#launches.get(execution);
    for (const instanceId of known ? round.withoutOwner : []) {
      const origin = known && this.#sources.unseenOrigin(known.launch, instanceId);
      if (origin) known.unseenOrigins.set(instanceId, origin);
    }
    this.#rounds.set(execution, leftUndecided(round, new Set(known?.unseenOrigins.keys())));
  }

  published(execution: string, { messageId }: Published): void {
    const publication = messageId === null ? undefined : this.#sources.publication(messageId);
    const known = this.#launches.get(execution);
    if (!publication) return;
    if (!known) {
      this.#mails.push(...sentMails(null, [publication]));
      return;
    }
    const round = this.#rounds.get(execution);
    // People have read a mail even if it came too late for its round.
    if (round) round.mails.push(publication);
    else this.#mails.push(...sentMails(known.launch, [publication]));
  }

  propagated({ resources, ...how }: Propagated): void {
    for (const one of resources) {
      const { accountId, region, isWritten } = how;
      const key = `${accountId} ${region} ${one.resourceId} ${isWritten ? Date.now() : ''}`;
      const known = this.#propagations.get(key);
      this.#propagations.set(key, known ?? { at: Date.now(), ...how, ...one });
    }
  }

  succeeded(execution: string): void {
    const round = this.#rounds.get(execution);
    this.#recordRound(execution);
    const known = this.#launches.get(execution);
    for (const { decision, reason, instanceIds } of round?.outcomes ?? []) {
      for (const instanceId of instanceIds) {
        known?.end(instanceId, { at: Date.now(), decision, reason, recipients: [] });
      }
    }
  }

  failed(execution: string, error: unknown): void {
    const round = this.#rounds.get(execution);
    // The mail of a round that succeeded did not report the failure that came after it.
    const recipients = round?.isFailed ? readersOf(round.mails) : [];
    this.#recordRound(execution);
    const known = this.#launches.get(execution);
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const reason = cause instanceof Error ? cause.name : 'unknown';
    for (const instanceId of known?.openInstanceIds() ?? []) {
      known?.add(instanceId, { at: Date.now(), decision: 'failed', reason, recipients });
    }
  }

  /** Every launch that was recorded, in order of arrival. */
  get launches(): readonly LaunchRecord[] {
    return [...this.#launches.values()];
  }

  get mails(): readonly SentMail[] {
    return [...this.#mails, ...this.#resources.mails];
  }

  /** The rows about resources that are no instances. */
  resourceRows(): Row[] {
    return this.#resources.rows().sort(inRowOrder);
  }

  /** What got the Owner of an instance, in order. */
  get propagations(): readonly Propagation[] {
    return [...this.#propagations.values()];
  }

  rows(): Row[] {
    return [
      ...this.launches.flatMap((known) => known.rows()),
      ...this.propagations.map(rowOf),
      ...this.resourceRows(),
    ].sort(inRowOrder);
  }

  #begin(
    key: string,
    launch: Launch,
    cause: Cause,
    decision: 'compliant' | 'grace-started',
    reason: string,
  ): void {
    const known = this.#launches.get(key) ?? new LaunchRecord(launch, cause);
    this.#launches.set(key, known);
    const { accountId, region } = launch;
    // Only a launch concerns its whole reservation. Otherwise other instances may have ended long ago, or be compliant.
    const all = cause === 'launch' ? this.#sources.instancesOf(accountId, region, launch.key) : [];
    for (const instanceId of new Set([...launch.instanceIds, ...all])) {
      known.add(instanceId, { at: Date.now(), decision, reason, recipients: [] });
    }
  }

  /** Records a round after its mails were sent. */
  #recordRound(execution: string): void {
    const round = this.#rounds.get(execution);
    const known = this.#launches.get(execution);
    if (!round || !known) return;
    this.#rounds.delete(execution);
    if (!round.isInHourlyMail) this.#mails.push(...sentMails(known.launch, round.mails));
    for (const [instanceId, event] of eventsOf(round)) known.add(instanceId, event);
  }
}
