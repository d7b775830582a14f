import * as z from 'zod';
import { iso } from '../../lambdas/domain/instant.ts';
import { Correction, Reminder } from '../../lambdas/domain/reminder/reminder.ts';
import { resourceIdOf } from '../../lambdas/domain/reminder/tag-commands.ts';
import type { LogCode } from '../../lambdas/log.ts';
import type { Publication } from '../aws/topics.ts';
import type { Row } from './row.ts';
import { readersOf, type SentMail, sentMails } from './sent-mail.ts';

/** The lines of `creations`, `reminders` and `publish` that show what became of what was created. */
const Compliant = z.object({
  accountId: z.string(),
  region: z.string(),
  eventId: z.string().nullable(),
  resourceType: z.string(),
  arns: z.array(z.string()),
});
const JudgedLine = z.object({
  arn: z.string(),
  resourceType: z.string(),
  accountId: z.string(),
  region: z.string(),
  eventId: z.string().nullable(),
  verdict: z.enum(['compliant', 'exempt', 'gone', 'reminded-before']),
});
const Kept = JudgedLine.omit({ verdict: true }).extend({
  finding: Reminder.shape.finding,
  correction: z.enum(Correction.options).nullable(),
  creator: z.string().nullable(),
});
const Written = z.object({ mail: z.string(), arns: z.array(z.string()) });
const Handled = z.object({ mail: z.string(), published: z.object({ messageId: z.string().nullable() }) });

/** What `--json` calls a verdict. */
const DECISIONS = { compliant: 'complied', exempt: 'exempt', gone: 'gone' } as const;

const REASONS = { compliant: 'owner-valid', exempt: 'exempt-by-configuration', gone: 'not-found' } as const;

type Kept = z.infer<typeof Kept>;
/** The part of a line that rows are made of. */
type Facts = Omit<Kept, 'finding' | 'correction'>;

/** Records what the service does about resources that are no instances. It only repeats what the functions log. */
export class ResourceRecord {
  readonly #publication: (messageId: string) => Publication | undefined;
  readonly #rows: Row[] = [];
  readonly #kept = new Map<string, Kept & { readonly at: number }>();
  /** The resources of each mail, by its id. */
  readonly #written = new Map<string, readonly string[]>();
  readonly #reminded = new Map<string, { readonly at: number; readonly publications: Publication[] }>();
  readonly mails: SentMail[] = [];

  constructor(publication: (messageId: string) => Publication | undefined) {
    this.#publication = publication;
  }

  take(code: LogCode, facts: unknown): void {
    switch (code) {
      case 'compliant-at-creation': {
        const { arns, ...rest } = Compliant.parse(facts);
        for (const arn of arns) this.#add({ arn, ...rest }, 'compliant', 'owner-valid');
        return;
      }
      case 'resource-judged': {
        const { verdict, ...rest } = JudgedLine.parse(facts);
        if (verdict !== 'reminded-before') this.#add(rest, DECISIONS[verdict], REASONS[verdict]);
        return;
      }
      case 'reminder-kept': {
        const kept = Kept.parse(facts);
        this.#kept.set(kept.arn, { ...kept, at: Date.now() });
        return;
      }
      case 'reminder-mail-written': {
        const { mail, arns } = Written.parse(facts);
        this.#written.set(mail, arns);
        return;
      }
      case 'mail-handled':
        this.#handled(facts);
        return;
    }
  }

  rows(): Row[] {
    const reminded = [...this.#kept].flatMap(([arn, kept]) => {
      const told = this.#reminded.get(arn);
      const readers = readersOf(told?.publications ?? []);
      // It was corrected before its mail, and whatever becomes of that.
      if (kept.correction === 'written')
        return [this.#row(kept, 'repaired', reasonOf(kept), kept.at, readers)];
      return told ? [this.#row(kept, 'reminded', reasonOf(kept), told.at, readers)] : [];
    });
    return [...this.#rows, ...reminded];
  }

  #handled(facts: unknown): void {
    const { mail, published } = Handled.parse(facts);
    const arns = this.#written.get(mail);
    const publication = published.messageId === null ? undefined : this.#publication(published.messageId);
    if (!arns || !publication) return;
    this.#written.delete(mail);
    this.mails.push(...sentMails(null, [publication]));
    for (const arn of arns) {
      const known = this.#reminded.get(arn) ?? { at: publication.at, publications: [] };
      known.publications.push(publication);
      this.#reminded.set(arn, known);
    }
  }

  #add(one: Omit<Facts, 'creator'>, decision: Row['decision'], reason: string): void {
    this.#rows.push(this.#row({ ...one, creator: null }, decision, reason, Date.now(), []));
  }

  #row(
    { arn, resourceType, accountId, region, eventId, creator }: Facts,
    decision: Row['decision'],
    reason: string,
    at: number,
    recipients: readonly string[],
  ): Row {
    const resourceId = resourceIdOf({ arn, resourceType });
    const place = { accountId, region, resourceType, resourceId };
    return { at: iso(at), decision, ...place, launcher: creator, recipients, reason, eventId };
  }
}

const reasonOf = ({ finding }: Kept): string => ('reason' in finding ? finding.reason : finding.is);
