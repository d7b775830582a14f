import { type Claim, lists, type SeenMail, unlistedIn } from '../observed/mail.ts';
import type { InstanceHistory, Observations } from '../observed/seen.ts';
import { ownershipAt, ownershipSince } from '../observed/standing.ts';
import { MINUTE } from '../time.ts';

/** The longest time from a fault, or from what a mail reports, until the mail is sent or repeated. */
export const MAX_ANSWER_DELAY = 15 * MINUTE;

/** Whether the embedded AWS had done, by the time of a mail, what the mail says about an instance. */
export const isTrue = (
  claim: Claim,
  instance: InstanceHistory,
  at: number,
  setting: Observations['setting'],
): boolean => {
  const wasEnded = instance.ended !== null && instance.ended.by === 'service' && instance.ended.at <= at;
  switch (claim) {
    case 'terminated':
      return wasEnded;
    case 'perhaps-terminated':
      return instance.ended !== null && instance.ended.at <= at;
    case 'held':
    case 'not-terminated':
      return !wasEnded;
    case 'stopped':
      return instance.running.some((one) => !one.isRunning && one.by === 'service' && one.at <= at);
    case 'written':
      return instance.tags.some((one) => one.by === 'service' && one.at <= at);
    case 'warned':
      // The Owner may have been written after the check, while the mail was retried.
      return (
        ownershipAt(instance, at, setting) !== 'owned' ||
        ownershipSince(instance, at, setting) > at - MAX_ANSWER_DELAY
      );
    case 'other':
      return true;
    default:
      return claim satisfies never;
  }
};

/** When the service first terminated or stopped an instance after `since`; infinity if it did not. */
const actedAt = ({ ended, running }: InstanceHistory, since: number): number =>
  Math.min(
    ...[
      ...(ended?.by === 'service' ? [ended.at] : []),
      ...running.filter((one) => !one.isRunning && one.by === 'service').map(({ at }) => at),
    ].filter((at) => at > since),
  );

/**
 * The instances that a mail may mean by "and N more": those of its launch that it does not list, and for which the claim is
 * true. Instances on which the service acted earlier come first.
 */
export const possibleIn = (
  mail: SeenMail,
  claim: Claim,
  { instances, setting }: Pick<Observations, 'instances' | 'setting'>,
): InstanceHistory[] => {
  // A warning is about instances that are not terminated yet, so those that were terminated before it come last.
  const since = claim === 'warned' ? mail.at : Number.NEGATIVE_INFINITY;
  const order = (instance: InstanceHistory): number => actedAt(instance, since);
  return [...instances.values()]
    .filter(
      (instance) =>
        instance.reservationId === mail.reservationId &&
        instance.launchedAt <= mail.at &&
        !mail.sections.some(({ instanceIds }) => instanceIds.includes(instance.instanceId)) &&
        isTrue(claim, instance, mail.at, setting),
    )
    .sort((a, b) => (order(a) === order(b) ? 0 : order(a) - order(b)));
};

/** Whether a mail certainly makes a claim about an instance: it lists it, or counts all instances that it may mean. */
export const surelyConcerns = (
  mail: SeenMail,
  claim: Claim,
  instance: InstanceHistory,
  observed: Pick<Observations, 'instances' | 'setting'>,
): boolean => {
  if (lists(mail, claim, instance.instanceId)) return true;
  const count = unlistedIn(mail, claim);
  if (count === 0) return false;
  const possible = possibleIn(mail, claim, observed);
  return possible.length <= count && possible.includes(instance);
};

/** Whether a mail may make a claim about an instance: it lists it, or may count it among its "and N more". */
export const mayConcern = (
  mail: SeenMail,
  claim: Claim,
  instance: InstanceHistory,
  observed: Pick<Observations, 'instances' | 'setting'>,
): boolean => {
  if (lists(mail, claim, instance.instanceId)) return true;
  const count = unlistedIn(mail, claim);
  return count > 0 && possibleIn(mail, claim, observed).slice(0, count).includes(instance);
};
