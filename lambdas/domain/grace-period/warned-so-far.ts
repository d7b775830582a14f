import { iso } from '../instant.ts';
import type { CheckInput } from './input.ts';
import type { Warned } from './round.ts';

/**
 * Whom the last notice really warned: nobody, if SNS took it on no topic, or if it went out before the last check
 * (after a StaleVerdict the next check follows without a notice).
 */
export const warnedSoFar = ({ check, published = [], publishedAt, notice }: CheckInput): Warned => {
  if (!check) return { instanceIds: [], at: null };
  // Where the mail about a whole Auto Scaling group stands for the warning, it is the last; others do not warn.
  const warnings = notice?.warnedIn === undefined ? published : published.slice(-1);
  const taken = warnings.filter(({ messageId }) => messageId !== null);
  if (taken.length === 0 || !publishedAt || check.toWarn.length === 0) return check.warned;
  if (Date.parse(publishedAt) < Date.parse(check.checkedAt)) return check.warned;
  // By the first that SNS took: a copy that waits in vain moves no deadline.
  const times = taken.map(({ at }) => Math.max(Date.parse(at ?? publishedAt), Date.parse(check.checkedAt)));
  return { instanceIds: [...check.warned.instanceIds, ...check.toWarn], at: iso(Math.min(...times)) };
};
