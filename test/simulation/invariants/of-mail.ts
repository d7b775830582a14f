import { notEnforced } from '../observed/deployed.ts';
import { type Claim, type SeenMail, unlistedIn } from '../observed/mail.ts';
import type { Injection, InstanceHistory, Observations } from '../observed/seen.ts';
import { TIMING } from '../settings.ts';
import { MINUTE, sinceBegin } from '../time.ts';
import { isTrue, MAX_ANSWER_DELAY, possibleIn, surelyConcerns } from './mail-claims.ts';
import { toStrangers } from './of-person.ts';
import type { Violation } from './violation.ts';

/** So long a mail waits at most from its check on. */
const ON_ITS_WAY = 12 * MINUTE;

const lately = (injections: readonly Injection[], at: number, is: (one: Injection) => boolean): boolean =>
  injections.some((one) => one.at <= at && one.at >= at - MAX_ANSWER_DELAY && is(one));

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

/** Whether an administrator made an execution say again what it had said, of which nothing is remembered. */
const isSaidAgain = (
  { accountId }: InstanceHistory,
  since: number,
  at: number,
  { injections }: Observations,
): boolean =>
  answerWasLost(injections, since + MINUTE) &&
  injections.some(
    ({ kind, what, at: struck }) =>
      kind === 'redriven' && what.startsWith(accountId) && struck >= since && struck <= at,
  );

/** Whether an administrator began a grace period anew by hand, or stopped one, so that a sweep did: warned of anew, however soon. */
const isTakenUpAgain = (
  { accountId }: InstanceHistory,
  since: number,
  at: number,
  { injections }: Observations,
): boolean =>
  injections.some(
    ({ kind, what, at: struck }) =>
      (kind === 'by-hand' || kind === 'redriven') &&
      what.startsWith(accountId) &&
      struck >= since &&
      struck <= at,
  );

/** Mails that speak so of an instance, to a reader of this one, before it. */
const earlier = (
  mail: SeenMail,
  claim: Claim,
  instance: InstanceHistory,
  observed: Observations,
): SeenMail[] =>
  observed.mails.filter(
    (one) =>
      one !== mail &&
      one.at <= mail.at &&
      one.topicArn === mail.topicArn &&
      surelyConcerns(one, claim, instance, observed),
  );

/** A mail that counts more instances than it lists, and than there are of which it is so. */
const overcounted = (mail: SeenMail, observed: Observations): Violation[] =>
  mail.reservationId === null
    ? []
    : [...new Set(mail.sections.map(({ claim }) => claim))].flatMap((claim): Violation[] => {
        const count = unlistedIn(mail, claim);
        const possible = count === 0 ? [] : possibleIn(mail, claim, observed);
        if (count <= possible.length) return [];
        const what = `"${mail.subject}": of ${count} more it is so of ${possible.length}`;
        return [{ at: mail.at, invariant: 'claims', instanceId: null, what }];
      });

/** What is wrong with a mail that SNS took just now. */
export const ofMail = (mail: SeenMail, observed: Observations): Violation[] => {
  const { at } = mail;
  const violated = (invariant: Violation['invariant'], instanceId: string, what: string): Violation[] => [
    { at, invariant, what, instanceId },
  ];
  const ofListed = mail.sections.flatMap(({ claim, instanceIds }) =>
    instanceIds.flatMap((instanceId): Violation[] => {
      const instance = observed.instances.get(instanceId);
      if (!instance) return violated('claims', instanceId, 'there is no such instance');
      if (!isTrue(claim, instance, at, observed.setting)) {
        return violated('claims', instanceId, `"${mail.subject}": it is not so`);
      }
      const deployed = notEnforced(instance.accountId, at, observed);
      const isThreat = claim === 'warned' || claim === 'not-terminated';
      // A mail may have been written before, and be on its way as long as it is tried.
      if (deployed && isThreat && at > deployed.from + (deployed.within ?? 0) + ON_ITS_WAY) {
        return violated('claims', instanceId, `"${mail.subject}", while ${deployed.change} is deployed`);
      }
      if (claim !== 'warned' && claim !== 'terminated') return [];
      const before = earlier(mail, claim, instance, observed);
      const last = before.at(-1);
      if (!last || answerWasLost(observed.injections, at) || isSaidAgain(instance, last.at, at, observed))
        return [];
      // A second warning is of a second grace period, and so of another hour.
      const isAnother = claim === 'warned' && at >= last.at + TIMING.notice * MINUTE;
      return isAnother || (claim === 'warned' && isTakenUpAgain(instance, last.at, at, observed))
        ? []
        : violated('told-once', instanceId, `"${mail.subject}", as at ${sinceBegin(last.at)}`);
    }),
  );
  return [...ofListed, ...overcounted(mail, observed), ...toStrangers(mail, observed)];
};
