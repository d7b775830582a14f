import { type Claim, lists, type SeenMail, unlistedIn } from '../seen/mail.ts';
import type { Life, Seen } from '../seen/seen.ts';
import { standingAt, standingSince } from '../seen/standing.ts';
import { MINUTE } from '../time.ts';

/** So long an answer may be on its way until a mail is sent for it, or a second time. */
export const LATELY = 15 * MINUTE;

/** Whether the embedded AWS did what a mail says of an instance, by the time of the mail. */
export const isTrue = (claim: Claim, life: Life, at: number, setting: Seen['setting']): boolean => {
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

/** When the service first ended or stopped an instance after `since`; after all others where it did not. */
const actedAt = ({ ended, running }: Life, since: number): number =>
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
  { lives, setting }: Pick<Seen, 'lives' | 'setting'>,
): Life[] => {
  // What a mail warns of was not yet ended: what ended before it comes last.
  const since = claim === 'warned' ? mail.at : Number.NEGATIVE_INFINITY;
  const order = (life: Life): number => actedAt(life, since);
  return [...lives.values()]
    .filter(
      (life) =>
        life.reservationId === mail.reservationId &&
        life.launchedAt <= mail.at &&
        !mail.sections.some(({ instanceIds }) => instanceIds.includes(life.instanceId)) &&
        isTrue(claim, life, mail.at, setting),
    )
    .sort((a, b) => (order(a) === order(b) ? 0 : order(a) - order(b)));
};

/** Whether a mail speaks so of an instance beyond doubt: it lists it, or those that it only counts are all that there are. */
export const surelySpeaksOf = (
  mail: SeenMail,
  claim: Claim,
  life: Life,
  seen: Pick<Seen, 'lives' | 'setting'>,
): boolean => {
  if (lists(mail, claim, life.instanceId)) return true;
  const count = unlistedIn(mail, claim);
  if (count === 0) return false;
  const possible = possibleIn(mail, claim, seen);
  return possible.length <= count && possible.includes(life);
};

/** Whether a mail may speak so of an instance: of more than it counts, it speaks of no more. */
export const maySpeakOf = (
  mail: SeenMail,
  claim: Claim,
  life: Life,
  seen: Pick<Seen, 'lives' | 'setting'>,
): boolean => {
  if (lists(mail, claim, life.instanceId)) return true;
  const count = unlistedIn(mail, claim);
  return count > 0 && possibleIn(mail, claim, seen).slice(0, count).includes(life);
};
