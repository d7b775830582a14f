import { notEnforced } from '../observed/deployed.ts';
import { type Claim, type SeenMail, unlistedIn } from '../observed/mail.ts';
import type { Injection, InstanceHistory, Observations } from '../observed/seen.ts';
import { TIMING } from '../settings.ts';
import { MINUTE, sinceBegin } from '../time.ts';
import { isTrue, MAX_ANSWER_DELAY, possibleIn, surelyConcerns } from './mail-claims.ts';
import { toStrangers } from './of-person.ts';
import type { Violation } from './violation.ts';

/** The longest time from a check to its mail. */
const ON_ITS_WAY = 12 * MINUTE;

const lately = (injections: readonly Injection[], at: number, is: (one: Injection) => boolean): boolean =>
  injections.some((one) => one.at <= at && one.at >= at - MAX_ANSWER_DELAY && is(one));

const LOST = new Set<Injection['kind']>(['answer-lost', 'killed']);

/** Whether the answer of SNS, or the record of it, was lost shortly before: then a mail may be sent twice. */
export const answerWasLost = (injections: readonly Injection[], at: number): boolean =>
  lately(
    injections,
    at,
    ({ kind, fn, what }) =>
      fn === 'publish' &&
      (LOST.has(kind) || kind === 'table-down' || kind === 'states-down' || / (dynamodb|states):/.test(what)),
  );

/** Whether an administrator redrove an execution that sends a mail again, since the record of the first mail was lost. */
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

/** Whether an administrator started a new grace period by hand, or stopped one, so that a sweep starts it: both warn again, however soon. */
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

/** Earlier mails to the same topic that certainly make the same claim about an instance. */
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

/** Whether the table failed after an instance ended, so that the breaker could not learn of its end. */
const isEndNotStored = (
  { ended }: InstanceHistory,
  at: number,
  { injections }: Pick<Observations, 'injections'>,
): boolean =>
  ended !== null &&
  injections.some(
    (one) =>
      one.fn === 'notice' &&
      (one.kind === 'table-down' || one.what.startsWith('notice: dynamodb:')) &&
      one.at >= ended.at &&
      one.at <= at,
  );

/** Claims of a mail that count more instances, beyond those listed, than the claim is true for. */
const overcounted = (mail: SeenMail, observed: Observations): Violation[] =>
  mail.reservationId === null
    ? []
    : [...new Set(mail.sections.map(({ claim }) => claim))].flatMap((claim): Violation[] => {
        const count = unlistedIn(mail, claim);
        const possible = count === 0 ? [] : possibleIn(mail, claim, observed);
        if (count <= possible.length) return [];
        const what = `"${mail.subject}": it counts ${count} more, and this is true of ${possible.length}`;
        return [{ at: mail.at, invariant: 'claims', instanceId: null, what }];
      });

/** The rules that a mail breaks that SNS has just accepted. */
export const ofMail = (mail: SeenMail, observed: Observations): Violation[] => {
  const { at } = mail;
  const violated = (invariant: Violation['invariant'], instanceId: string, what: string): Violation[] => [
    { at, invariant, what, instanceId },
  ];
  const ofListed = mail.sections.flatMap(({ claim, instanceIds }) =>
    instanceIds.flatMap((instanceId): Violation[] => {
      const instance = observed.instances.get(instanceId);
      if (!instance) return violated('claims', instanceId, 'there is no such instance');
      const isExcused = claim === 'held' && isEndNotStored(instance, at, observed);
      if (!isExcused && !isTrue(claim, instance, at, observed.setting)) {
        return violated('claims', instanceId, `"${mail.subject}": this is not true`);
      }
      const deployed = notEnforced(instance.accountId, at, observed);
      const isThreat = claim === 'warned' || claim === 'not-terminated';
      // The mail may have been written before the deployment, and retried since.
      if (deployed && isThreat && at > deployed.from + (deployed.within ?? 0) + ON_ITS_WAY) {
        return violated('claims', instanceId, `"${mail.subject}", while ${deployed.change} is deployed`);
      }
      if (claim !== 'warned' && claim !== 'terminated') return [];
      const before = earlier(mail, claim, instance, observed);
      const last = before.at(-1);
      if (!last || answerWasLost(observed.injections, at) || isSaidAgain(instance, last.at, at, observed))
        return [];
      // A warning that comes later than this belongs to another grace period.
      const isAnother = claim === 'warned' && at >= last.at + TIMING.notice * MINUTE;
      return isAnother || (claim === 'warned' && isTakenUpAgain(instance, last.at, at, observed))
        ? []
        : violated('told-once', instanceId, `"${mail.subject}", already sent at ${sinceBegin(last.at)}`);
    }),
  );
  return [...ofListed, ...overcounted(mail, observed), ...toStrangers(mail, observed)];
};
