import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';

/** Every line that a function may log: its code, and the sentence that says what it means. */
export const LOG_LINES = {
  // intake
  'compliant-at-launch': 'The record shows that every instance of the launch complied from the start.',
  'grace-period-started': 'A grace period was started.',
  'grace-period-open': 'A grace period is open already; no other one was started.',
  'open-executions-unknown':
    'Step Functions did not answer which grace periods are open; a new one is started.',
  'tag-change-ignored': 'The tag change needs no grace period.',
  'breaker-counted': 'The breaker counted these instances into a group.',

  // check
  'account-not-listed': 'The account is not in the configuration; its instances are left alone.',
  'launch-checked': 'The instances of the launch were checked.',
  exempted: 'An exemption of the configuration covers these instances.',
  'pause-not-readable': 'The pause could not be read; the check goes on as if there were none.',
  'breaker-not-readable': 'The breaker could not be read; the check goes on as if it held nothing.',
  'groups-not-readable':
    'The groups of the breaker could not be read; the check terminates nothing of a late launch yet.',
  'origin-not-readable':
    'The tags of what launched the instances could not be read; nothing is inherited from it.',
  'no-user-matches':
    'No user of the gateway matches a pattern; no instance is terminated for an invalid Owner.',
  'users-not-readable': 'The users could not be read; no instance is terminated for an invalid Owner.',
  'other-executions-unknown':
    'Step Functions did not answer whether other executions judge the instances; people may be warned twice.',

  // repair
  'owner-written': 'The Owner tag was written.',
  'owner-not-written': 'The Owner tag could not be written.',
  'repairs-unavailable': 'The table of repairs does not answer; the repair is not counted.',

  // terminate
  'ec2-call-failed': 'A call of EC2 failed.',
  'protection-removed': 'The termination protection of the instance was removed.',
  'termination-results': 'The terminations of this round have these results so far.',

  // attribute
  'launch-attributed': 'The launch was attributed as far as the tables allow.',
  'look-up-not-queued':
    'A question to CloudTrail could not be queued; the mail is written without an answer.',

  // notice
  'check-failed': 'The check failed; no instance was judged.',
  'round-concluded': 'The round was concluded.',
  'group-mail-unavailable': 'The table of group mails does not answer; this launch gets a mail of its own.',
  'sweep-notes-not-kept': 'What a sweep needs to know of these instances could not be stored.',
  'breaker-outcomes-not-kept': 'What became of these instances could not be stored for the breaker.',

  // publish
  'mail-handled': 'The mail was handled, and its execution gets an answer.',
  'mail-expired': 'The mail was not sent, because the deadline that it names has passed.',
  'sent-mails-unavailable': 'The table of sent mails does not answer; a mail may be sent twice.',
  'topic-failed': 'SNS did not take the mail for this topic; the next topic gets it.',
  'readers-unknown': 'SNS did not answer whether anybody reads the last topic; the mail is published there.',

  // sweep
  'sweep-paused': 'Enforcement is paused; the account was not swept.',
  'account-swept': 'The account was swept.',
  'region-not-swept': 'A Region could not be swept; the others were.',
  'sweep-backed-off':
    'A sweep has begun too many grace periods for these instances; they are left alone for a day.',
  'sweep-not-counted': 'The grace period that a sweep began for the instance could not be counted.',
  'sweep-notes-not-readable': 'The notes about these instances could not be read; there may be none.',
  'reports-unknown':
    'The table does not answer which instances were reported; administrators get no mail about them now.',

  // breaker
  'breaker-mails-written': 'The mails about a group that the breaker holds were written.',

  // directory
  'directory-updated': 'The directory is up to date.',
  'no-users': 'The gateway account has no users.',
  'user-stored': 'The user was stored.',
  'user-removed': 'The user was removed.',
  'user-not-updated': 'The user could not be updated; the others were.',
  'subscription-requested': 'SNS asked the user to confirm a subscription.',

  // look-up
  'look-up-answered': 'CloudTrail answered the question, and the answer was stored.',
  'look-up-unanswered': 'CloudTrail has no record yet that answers the question.',

  // every function that reads a queue
  'message-failed': 'A message could not be processed; its queue delivers it again.',
} as const;

export type LogCode = keyof typeof LOG_LINES;

type Facts = Readonly<Record<string, unknown>>;
type Write = (code: LogCode, facts?: Facts) => void;

/** What a function may log: one structured line a fact. */
export type Log = { readonly info: Write; readonly warn: Write; readonly error: Write };

/** What JSON does not escape, and a terminal that shows the line obeys: C1 controls, what hides or turns text round. */
const OBEYED = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** What all lines say that are written while something runs: another invocation, or another message, has its own. */
const surrounding = new AsyncLocalStorage<Facts>();

/** Runs something; every line that it writes says these facts too. Nothing is left of them when it is over. */
export const withFacts = <Result>(facts: Facts, run: () => Result): Result =>
  surrounding.run({ ...surrounding.getStore(), ...facts }, run);

/** What a state of Step Functions says of itself in an event; a queue's batch says nothing. */
const Calling = z.object({ execution: z.optional(z.string()) });

/** Makes a handler whose every line says which invocation wrote it, and for which execution. */
export const withInvocation =
  <Answer>(handler: (event: unknown) => Promise<Answer>) =>
  (event: unknown, { awsRequestId }: Pick<Context, 'awsRequestId'>): Promise<Answer> => {
    const execution = z.safeParse(Calling, event).data?.execution;
    // As Powertools names it.
    const facts = { function_request_id: awsRequestId, ...(execution ? { execution } : {}) };
    return withFacts(facts, () => handler(event));
  };

/** The log of a function: its name is POWERTOOLS_SERVICE_NAME. */
export const log = (): Log => {
  const logger = new Logger({
    jsonReplacerFn: (_key, value) => (typeof value === 'string' ? value.replace(OBEYED, ' ') : value),
  });
  const write =
    (level: keyof Log): Write =>
    (code, facts = {}) =>
      logger[level]({ message: LOG_LINES[code], code, ...surrounding.getStore() }, facts);
  return { info: write('info'), warn: write('warn'), error: write('error') };
};
