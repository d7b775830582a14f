import { type Claim, lists, type SeenMail, unlistedIn } from '../observed/mail.ts';
import type { InstanceHistory, Observations } from '../observed/seen.ts';
import { ownershipAt, ownershipSince } from '../observed/standing.ts';
import { MINUTE } from '../time.ts';

/** So long an answer may be on its way until a mail is sent for it, or a second time. */
export const MAX_ANSWER_DELAY = 15 * MINUTE;

/** Whether the embedded AWS did what a mail says of an instance, by the time of the mail. */
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
      // A mail may be on its way as long as it is tried.
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

/** When the service first ended or stopped an instance after `since`; after all others where it did not. */
const actedAt = ({ ended, running }: InstanceHistory, since: number): number =>
  Math.min(
    ...[
      ...(ended?.by === 'service' ? [ended.at] : []),
      ...running.filter((one) => !one.isRunning && one.by === 'service').map(({ at }) => at),
    ].filter((at) => at > since),
  );

/**
 * Those of whom a mail may speak when it says "and N more": instances of its launch that it does not list, and of which
 * it is so. Those on whom the service acted first come first.
 */
export const possibleIn = (
  mail: SeenMail,
  claim: Claim,
  { instances, setting }: Pick<Observations, 'instances' | 'setting'>,
): InstanceHistory[] => {
  // What a mail warns of was not yet ended: what ended before it comes last.
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

/** Whether a mail speaks so of an instance beyond doubt: it lists it, or those that it only counts are all that there are. */
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

/** Whether a mail may speak so of an instance: of more than it counts, it speaks of no more. */
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
