import { notEnforced } from '../seen/deployed.ts';
import type { Claim, SeenMail } from '../seen/mail.ts';
import { speaksOf } from '../seen/mail.ts';
import type { Injection, Life, Seen } from '../seen/seen.ts';
import { standingAt, standingSince } from '../seen/standing.ts';
import { TIMING } from '../settings.ts';
import { MINUTE, sinceBegin } from '../time.ts';
import type { Violation } from './violation.ts';

/** So long an answer may be on its way until a mail is sent for it, or a second time. */
const LATELY = 15 * MINUTE;

/** So long a mail waits at most from its check on. */
const ON_ITS_WAY = 12 * MINUTE;

/** Whether the embedded AWS did what a mail says of an instance, by the time of the mail. */
const isTrue = (claim: Claim, life: Life, at: number, setting: Seen['setting']): boolean => {
  const wasEnded = life.ended !== null && life.ended.by === 'service' && life.ended.at <= at;
  switch (claim) {
    case 'terminated':
      return wasEnded;
    case 'perhaps-terminated':
      return life.ended !== null && life.ended.at <= at;
    case 'held':
    case 'not-terminated':
      return !wasEnded;
    case 'stopped':
      return life.running.some((one) => !one.isRunning && one.by === 'service' && one.at <= at);
    case 'written':
      return life.tags.some((one) => one.by === 'service' && one.at <= at);
    case 'warned':
      // A mail may be on its way as long as it is tried.
      return standingAt(life, at, setting) !== 'owned' || standingSince(life, at, setting) > at - LATELY;
    case 'other':
      return true;
    default:
      return claim satisfies never;
  }
};

const lately = (injections: readonly Injection[], at: number, is: (one: Injection) => boolean): boolean =>
  injections.some((one) => one.at <= at && one.at >= at - LATELY && is(one));

const LOST = new Set<Injection['kind']>(['answer-lost', 'killed']);

/** Whether what SNS answered, or what remembers it, was lost: then a mail may come twice. */
export const answerWasLost = (injections: readonly Injection[], at: number): boolean =>
  lately(
    injections,
    at,
    ({ kind, fn, what }) =>
      fn === 'publish' &&
      (LOST.has(kind) || kind === 'table-down' || kind === 'states-down' || / (dynamodb|states):/.test(what)),
  );

/** Mails that speak so of an instance, to a reader of this one, before it. */
const earlier = (mail: SeenMail, claim: Claim, life: Life, { mails }: Pick<Seen, 'mails'>): SeenMail[] =>
  mails.filter(
    (one) =>
      one !== mail && one.at <= mail.at && one.topicArn === mail.topicArn && speaksOf(one, claim, life),
  );

/** What is wrong with a mail that SNS took just now. */
export const ofMail = (mail: SeenMail, seen: Seen): Violation[] => {
  const { at } = mail;
  const violated = (invariant: Violation['invariant'], instanceId: string, what: string): Violation[] => [
    { at, invariant, what, instanceId },
  ];
  return mail.sections.flatMap(({ claim, instanceIds }) =>
    instanceIds.flatMap((instanceId): Violation[] => {
      const life = seen.lives.get(instanceId);
      if (!life) return violated('claims', instanceId, 'there is no such instance');
      if (!isTrue(claim, life, at, seen.setting)) {
        return violated('claims', instanceId, `"${mail.subject}": it is not so`);
      }
      const deployed = notEnforced(life.accountId, at, seen);
      const isThreat = claim === 'warned' || claim === 'not-terminated';
      // A mail may have been written before, and be on its way as long as it is tried.
      if (deployed && isThreat && at > deployed.from + ON_ITS_WAY) {
        return violated('claims', instanceId, `"${mail.subject}", while ${deployed.change} is deployed`);
      }
      if (claim !== 'warned' && claim !== 'terminated') return [];
      const before = earlier(mail, claim, life, seen);
      const last = before.at(-1);
      if (!last || answerWasLost(seen.injections, at)) return [];
      // A second warning is of a second grace period, and so of another hour.
      const isAnother = claim === 'warned' && at >= last.at + TIMING.notice * MINUTE;
      return isAnother
        ? []
        : violated('told-once', instanceId, `"${mail.subject}", as at ${sinceBegin(last.at)}`);
    }),
  );
};
