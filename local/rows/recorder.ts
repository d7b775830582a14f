import { concerns } from '../../lambdas/domain/concern.ts';
import { isFailure, Notice, NoticeInput } from '../../lambdas/domain/grace-period.ts';
import type { Launch, LaunchKey } from '../../lambdas/domain/launch.ts';
import type { Outcome } from '../../lambdas/domain/outcome.ts';
import type { Publication } from '../aws/topics.ts';
import type { Witness } from '../aws/witness.ts';
import { LaunchRecord } from './launch-record.ts';
import { inRowOrder, type Row } from './row.ts';

/** A mail that at least one topic took. */
export type SentMail = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly launch: Launch;
  readonly subject: string;
  readonly message: string;
  readonly recipients: readonly string[];
};

/** A round that was concluded, and what SNS took of its mails so far. */
type Round = {
  readonly at: number;
  readonly outcomes: readonly Outcome[];
  /** Whether a step failed that the execution ends for: then its mail tells of that. */
  readonly isFailed: boolean;
  /** What its mail tells: instance and decision. */
  readonly told: ReadonlySet<string>;
  readonly mails: { readonly at: number; readonly publication: Publication }[];
};

export type Surroundings = {
  /** Every instance of a launch. */
  readonly instancesOf: (accountId: string, region: string, key: LaunchKey) => readonly string[];
  readonly readersOf: (topicArn: string) => readonly string[];
};

/** Takes down what the service does, as rows and mails. It decides nothing: it repeats what the functions answered. */
export class Recorder implements Witness {
  readonly #surroundings: Surroundings;
  /** By execution; a launch that needs none is its own. */
  readonly #launches = new Map<string, LaunchRecord>();
  readonly #rounds = new Map<string, Round>();
  readonly #mails: SentMail[] = [];

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  compliant(launch: Launch): void {
    const { accountId, region, key } = launch;
    this.#begin(`${accountId} ${region} ${key.value}`, launch, 'compliant', 'owner-valid');
  }

  graceStarted(execution: string, launch: Launch): void {
    this.#begin(execution, launch, 'grace-started', 'not-compliant-at-launch');
  }

  noticed(execution: string, input: unknown, answer: unknown): void {
    this.#tellRound(execution);
    const { check, notice } = NoticeInput.parse(input);
    const { outcomes } = Notice.parse(answer);
    const told = isFailure(check) ? [] : concerns(check, outcomes, notice?.outcomes ?? []);
    this.#rounds.set(execution, {
      at: Date.now(),
      outcomes,
      isFailed: isFailure(check) || isFailure(check.termination ?? {}),
      told: new Set(told.flatMap((one) => one.instanceIds.map((id) => `${id} ${one.decision}`))),
      mails: [],
    });
  }

  published(execution: string, publication: Publication): void {
    this.#rounds.get(execution)?.mails.push({ at: Date.now(), publication });
  }

  succeeded(execution: string): void {
    const round = this.#rounds.get(execution);
    this.#tellRound(execution);
    const known = this.#launches.get(execution);
    for (const { decision, reason, instanceIds } of round?.outcomes ?? []) {
      for (const instanceId of instanceIds) {
        known?.end(instanceId, { at: Date.now(), decision, reason, recipients: [] });
      }
    }
  }

  failed(execution: string, error: unknown): void {
    const round = this.#rounds.get(execution);
    // A mail of a round that went well told nobody of what came after it.
    const recipients = round?.isFailed ? this.#recipients(round) : [];
    this.#tellRound(execution);
    const known = this.#launches.get(execution);
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const reason = cause instanceof Error ? cause.name : 'unknown';
    for (const instanceId of known?.openInstanceIds() ?? []) {
      known?.add(instanceId, { at: Date.now(), decision: 'failed', reason, recipients });
    }
  }

  /** Every launch that was taken in, in the order of their coming. */
  get launches(): readonly LaunchRecord[] {
    return [...this.#launches.values()];
  }

  get mails(): readonly SentMail[] {
    return this.#mails;
  }

  rows(): Row[] {
    return this.launches.flatMap((known) => known.rows()).sort(inRowOrder);
  }

  #begin(key: string, launch: Launch, decision: 'compliant' | 'grace-started', reason: string): void {
    const known = this.#launches.get(key) ?? new LaunchRecord(launch);
    this.#launches.set(key, known);
    const all = this.#surroundings.instancesOf(launch.accountId, launch.region, launch.key);
    for (const instanceId of new Set([...launch.instanceIds, ...all])) {
      known.add(instanceId, { at: Date.now(), decision, reason, recipients: [] });
    }
  }

  #recipients({ mails }: Round): string[] {
    const addresses = mails.flatMap(({ publication }) => this.#surroundings.readersOf(publication.TopicArn));
    return [...new Set(addresses)].sort();
  }

  /** Takes down a round once its mails are out: whether anybody was warned is known only then. */
  #tellRound(execution: string): void {
    const round = this.#rounds.get(execution);
    const known = this.#launches.get(execution);
    if (!round || !known) return;
    this.#rounds.delete(execution);
    const recipients = this.#recipients(round);
    const [mail] = round.mails;
    if (mail) {
      const { Subject: subject, Message: message } = mail.publication;
      this.#mails.push({ at: mail.at, launch: known.launch, subject, message, recipients });
    }
    for (const { decision, reason, instanceIds } of round.outcomes) {
      for (const instanceId of instanceIds) {
        const isTold = round.told.has(`${instanceId} ${decision}`);
        if (decision === 'warned' && !(isTold && mail)) continue;
        const at = decision === 'warned' && mail ? mail.at : round.at;
        known.add(instanceId, { at, decision, reason, recipients: isTold ? recipients : [] });
      }
    }
  }
}
