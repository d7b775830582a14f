import { HOUR_MS } from '../instant.ts';
import { isAddress } from '../launcher/directory.ts';
import type { Launcher } from '../record/launcher.ts';

/**
 * Whose mail a reminder waits for. Each mailbox gets one mail an hour at most: a person; the program managers of a
 * sub-account; or the administrators.
 */
export type Mailbox = `person#${string}` | `sub-account#${string}` | 'administrators';

/** Who reads a mailbox. */
export type Reader =
  | { readonly is: 'person'; readonly userName: string }
  | { readonly is: 'sub-account'; readonly accountId: string }
  | { readonly is: 'administrators' };

const PERSON = 'person#';
const SUB_ACCOUNT = 'sub-account#';

/** Whether a text names a mailbox. */
export const isMailbox = (text: string): text is Mailbox =>
  text.startsWith(PERSON) || text.startsWith(SUB_ACCOUNT) || text === 'administrators';

export const readerOf = (mailbox: Mailbox): Reader => {
  if (mailbox.startsWith(PERSON)) return { is: 'person', userName: mailbox.slice(PERSON.length) };
  return mailbox.startsWith(SUB_ACCOUNT)
    ? { is: 'sub-account', accountId: mailbox.slice(SUB_ACCOUNT.length) }
    : { is: 'administrators' };
};

/**
 * The mailboxes that a reminder is put into, as a notice's recipients are decided: the creator's; if nobody is known, or they
 * have no address, those of program managers and administrators; in dry-run, that of the administrators alone. Program
 * managers read along if only a source identity names the creator, since its caller chose it.
 */
export const mailboxesOf = (
  { userName, evidence }: Pick<Launcher, 'userName' | 'evidence'>,
  { accountId, mode }: { readonly accountId: string; readonly mode: 'dry-run' | 'enforce' },
): Mailbox[] => {
  if (mode === 'dry-run') return ['administrators'];
  if (userName === null || !isAddress(userName)) return [`sub-account#${accountId}`, 'administrators'];
  return evidence === 'source-identity'
    ? [`person#${userName}`, `sub-account#${accountId}`]
    : [`person#${userName}`];
};

/** People and tools create several things at once: the first message about a mailbox waits so long for more of them. */
export const GATHER_SECONDS = 5 * 60;

/**
 * How long after a correction the tags are read again: a run of `reminders` is over by then. Where IAM saw an Owner that was not
 * read, EC2 shows it after seconds.
 */
export const READ_AGAIN_SECONDS = 120;

/** SQS delays a message by 15 minutes at most. */
export const MAX_DELAY_MS = 15 * 60_000;

/** A reminder that was kept so shortly before a mail is left for the next: it may not have been read yet. */
export const SETTLED_MS = 60_000;

/**
 * How long a reminder waits for CloudTrail's answer about its creator. A question that `look-up` put off, because one about a
 * launch waited, comes again three minutes later.
 */
const ANSWER_MS = 5 * 60_000;

/** For how many seconds a reminder still waits for an answer. @param askedAt in milliseconds since 1970 */
export const answerWaitSeconds = (askedAt: number, now: Date): number =>
  waitSeconds(askedAt + ANSWER_MS, now);

/** When a mailbox may have its next mail. @param last when it had the last, in milliseconds since 1970; null if never */
export const nextMailAt = (last: number | null): number => (last === null ? 0 : last + HOUR_MS);

/** For how many seconds a message is delayed that waits for an instant. */
export const waitSeconds = (until: number, now: Date): number =>
  Math.ceil(Math.min(MAX_DELAY_MS, Math.max(0, until - now.getTime())) / 1000);
