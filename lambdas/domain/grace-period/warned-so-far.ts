import { iso } from '../instant.ts';
import type { Published } from '../notice/mail.ts';
import type { CheckInput } from './input.ts';
import type { Warned } from './round.ts';

/**
 * The mail that notice counts from: that to the launcher, or, where nobody reads it, to the first of the others who could
 * tag the instances. Copies may be taken earlier, or later: they count for nothing.
 *
 * @param addressees topics by who is to tag; where a mail's is not among them, mails count in their order
 */
const countedFrom = (taken: readonly Published[], addressees: readonly string[]): Published | undefined => {
  const rank = ({ topicArn = '' }: Published): number => {
    const index = addressees.indexOf(topicArn);
    return index < 0 ? addressees.length : index;
  };
  const byRank = taken.toSorted((a, b) => rank(a) - rank(b));
  return byRank.find(({ nobodyReads = false }) => !nobodyReads) ?? byRank[0];
};

/**
 * Whom the last notice really warned: nobody, if SNS took it on no topic, or if it went out before the last check
 * (after a StaleVerdict the next check follows without a notice).
 */
export const warnedSoFar = ({ check, published = [], publishedAt, notice }: CheckInput): Warned => {
  if (!check) return { instanceIds: [], at: null };
  // Where the mail about a whole Auto Scaling group stands for the warning, it is the last; others do not warn.
  const warnings = notice?.warnedIn === undefined ? published : published.slice(-1);
  const taken = warnings.filter(({ messageId }) => messageId !== null);
  const warning = countedFrom(taken, notice?.addressees ?? []);
  if (!warning || !publishedAt || check.toWarn.length === 0) return check.warned;
  if (Date.parse(publishedAt) < Date.parse(check.checkedAt)) return check.warned;
  // Never before the check whose deadline it tells, so that none holds earlier than told.
  const at = Math.max(Date.parse(warning.at ?? publishedAt), Date.parse(check.checkedAt));
  return { instanceIds: [...check.warned.instanceIds, ...check.toWarn], at: iso(at) };
};
