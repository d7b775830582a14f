import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';

/** Every line that a function may log: its code, and a sentence that says what it means. */
export const LOG_LINES = {
  // intake
  'compliant-at-launch': 'Every instance complied at launch.',
  'grace-period-started': 'A grace period was started.',
  'grace-period-open': 'A grace period is open; no other was started.',
  'open-executions-unknown': 'Open grace periods are unknown; a new one is started.',
  'tag-change-ignored': 'The tag change needs no grace period.',
  'breaker-counted': 'The breaker counted these instances.',

  // check
  'account-not-listed': 'The account is not configured; its instances are left alone.',
  'launch-checked': 'The launch was checked.',
  exempted: 'An exemption covers these instances.',
  'pause-not-readable': 'The pause is not readable; the check goes on.',
  'breaker-not-readable': 'The breaker is not readable; the check goes on.',
  'groups-not-readable': 'The breaker is not readable; a late launch is not terminated yet.',
  'request-not-readable': 'Who owns the Spot request or fleet is not readable; it names nobody.',
  'origin-not-readable': 'What launched the instances is not readable; nothing is inherited.',
  'no-user-matches': 'No user matches a pattern; an invalid Owner is only reported.',
  'users-not-readable': 'The users are not readable; an invalid Owner is only reported.',
  'other-executions-unknown': 'Other executions are unknown; people may be warned twice.',

  // repair
  'owner-written': 'The Owner tag was written.',
  'owner-not-written': 'The Owner tag was not written.',
  'repairs-unavailable': 'Earlier repairs are unknown; this one is not counted.',

  // terminate
  'ec2-call-failed': 'A call of EC2 failed.',
  'protection-removed': 'The termination protection was removed.',
  'termination-results': 'The terminations so far have these results.',

  // attribute
  'launch-attributed': 'The launch was attributed.',
  'look-up-not-queued': 'A question to CloudTrail was not queued.',

  // notice
  'check-failed': 'The check failed; no instance was judged.',
  'round-concluded': 'The round was concluded.',
  'hourly-mail-unavailable': 'Hourly mails are unknown; this launch gets its own mail.',
  'sweep-notes-not-kept': 'Notes for the sweep were not stored.',
  'breaker-outcomes-not-kept': 'The outcomes were not stored for the breaker.',

  // publish
  'mail-handled': 'The mail was handled.',
  'mail-expired': 'The mail was not sent, since its deadline has passed.',
  'sent-mails-unavailable': 'Earlier mails are unknown; a mail may be sent twice.',
  'topic-failed': 'SNS did not take the mail; the next topic gets it.',
  'readers-unknown': 'Readers of the last topic are unknown; it gets the mail.',

  // sweep
  'sweep-paused': 'Enforcement is paused; the account was not swept.',
  'account-swept': 'The account was swept.',
  'region-not-swept': 'A Region was not swept; the others are.',
  'sweep-backed-off': 'These instances had too many grace periods; they are left alone for a day.',
  'sweep-not-counted': 'A grace period that a sweep began was not counted.',
  'sweep-notes-not-readable': 'Notes are not readable; the sweep assumes none.',
  'look-not-queued': 'What is attached to these instances is not looked at before the next sweep.',
  'reports-unknown': 'Earlier reports are unknown; administrators get no mail now.',

  // propagate
  'owner-propagated': 'The Owner of an instance was written on what is attached to it.',
  'owner-would-be-propagated': 'The Owner of an instance would be written on what is attached to it.',
  'owner-not-propagated': 'The Owner was not written: another one is there, or no room, or no resource.',

  // breaker
  'breaker-mails-written': 'The mails about a group were written.',

  // directory
  'directory-updated': 'The directory is up to date.',
  'no-users': 'The gateway account has no users.',
  'user-stored': 'The user was stored.',
  'user-removed': 'The user was removed.',
  'user-not-updated': 'The user was not updated; the others are.',
  'subscription-requested': 'The user was asked to subscribe.',

  // look-up
  'look-up-answered': 'CloudTrail answered the question.',
  'look-up-unanswered': 'CloudTrail has no answer yet.',
  'look-up-deferred': "A creation's question waits until none of launches does.",

  // creations
  'compliant-at-creation': 'What the call created has a valid Owner.',
  'creation-not-located': 'The record does not show what the call created.',
  'creation-unknown': 'The registry does not know this call.',

  // reminders
  'tags-not-readable': 'Tags were not read; the queue delivers the messages again.',
  'resource-judged': 'The resource needs no reminder.',
  'creator-asked': 'CloudTrail is asked who is behind a session that created something.',
  'creator-awaited': 'The reminder waits for CloudTrail to say who created the resource.',
  'near-miss-corrected': 'The Owner that a near miss means was written.',
  'near-miss-not-corrected': 'The Owner that a near miss means was not written; a mail names the resource.',
  'reminder-kept': 'A reminder of the resource waits for its mail.',
  'reminder-mail-written': 'The mail about these resources was queued.',
  'reminder-mail-not-sent': 'SNS did not take the mail; its reminders wait for the next one.',

  // access
  'password-policy-set': 'The password policy of the gateway account has these fields now.',
  'user-created': 'The user was created, without a password.',
  'users-not-listed': 'These users are in the group and not configured; they stay.',
  'access-not-set': 'The password policy or the users are not as configured.',

  // access-review
  'access-reviewed': 'Who has access was looked at, for the report.',
  'access-missing': 'Who has access could not be read.',

  // access-ends
  'assignment-ends': 'The mails about an assignment that ends in two weeks were queued.',

  // costs
  'costs-read': 'Cost Explorer showed the costs.',
  'costs-missing': 'The report has no costs.',

  // collect
  'region-collected': 'The resources of the Region were collected.',
  'region-not-collected': 'The Region could not be read; the report says why.',
  'owners-not-compared': 'The users are not readable; no Owner is taken for one who left.',

  // report
  'report-written': 'The pages of the report were written.',
  'owner-mails-queued': 'Owners who had none this month get a mail about what is theirs.',

  // every function that reads a queue
  'message-failed': 'A message failed; its queue delivers it again.',
} as const;

export type LogCode = keyof typeof LOG_LINES;

type Facts = Readonly<Record<string, unknown>>;
type Write = (code: LogCode, facts?: Facts) => void;

/** Writes log lines. A line has a code, the sentence of that code, and facts. */
export type Log = { readonly info: Write; readonly warn: Write; readonly error: Write };

/** Characters that JSON does not escape, but a terminal obeys: C1 controls, and those that hide or reverse text. */
const TERMINAL_CONTROLS = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Facts for every log line of one invocation or one message. Concurrent ones do not mix. */
const surrounding = new AsyncLocalStorage<Facts>();

/** Runs `run`; every line that is logged during it has these facts too. */
export const withFacts = <Result>(facts: Facts, run: () => Result): Result =>
  surrounding.run({ ...surrounding.getStore(), ...facts }, run);

/** The state machine passes the execution's name in the event. A batch from a queue has none. */
const StepEvent = z.object({ execution: z.optional(z.string()) });

/** Wraps a handler, so that each of its log lines names the invocation and the execution. */
export const withInvocation =
  <Answer>(handler: (event: unknown) => Promise<Answer>) =>
  (event: unknown, { awsRequestId }: Pick<Context, 'awsRequestId'>): Promise<Answer> => {
    const execution = z.safeParse(StepEvent, event).data?.execution;
    // Powertools uses this key.
    const facts = { function_request_id: awsRequestId, ...(execution ? { execution } : {}) };
    return withFacts(facts, () => handler(event));
  };

/** Makes the log of a function. Powertools reads the function's name from POWERTOOLS_SERVICE_NAME. */
export const log = (): Log => {
  const logger = new Logger({
    jsonReplacerFn: (_key, value) =>
      typeof value === 'string' ? value.replace(TERMINAL_CONTROLS, ' ') : value,
  });
  const write =
    (level: keyof Log): Write =>
    (code, facts = {}) =>
      logger[level]({ message: LOG_LINES[code], code, ...surrounding.getStore() }, facts);
  return { info: write('info'), warn: write('warn'), error: write('error') };
};
