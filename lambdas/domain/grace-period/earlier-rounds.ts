import type { LaunchFacts } from '../compliance/judge-instance.ts';
import { isRepairable, type Verdict } from '../compliance/verdict.ts';
import { iso } from '../instant.ts';
import type { Published } from '../mail.ts';
import { deadline, type Timing } from './deadline.ts';
import type { CheckInput } from './input.ts';
import { isDeferred } from './outcome.ts';
import type { Mode, Warned } from './round.ts';

/**
 * The mail that notice counts from: that to the launcher, or, where nobody reads it, to the first of the others who could
 * tag the instances. Copies may be taken earlier, or later: they count for nothing.
 *
 * @param addressees topics by who is to tag; where a mail's is not among them, mails count in their order
 */
const mailThatCounts = (
  taken: readonly Published[],
  addressees: readonly string[],
): Published | undefined => {
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
export const warnedBefore = ({ check, published = [], publishedAt, notice }: CheckInput): Warned => {
  if (!check) return { instanceIds: [], at: null };
  // Where the mail about a whole Auto Scaling group stands for the warning, it is the last; others do not warn.
  const warnings = notice?.warnedIn === undefined ? published : published.slice(-1);
  const taken = warnings.filter(({ messageId }) => messageId !== null);
  const warning = mailThatCounts(taken, notice?.addressees ?? []);
  if (!warning || !publishedAt || check.toWarn.length === 0) return check.warned;
  if (Date.parse(publishedAt) < Date.parse(check.checkedAt)) return check.warned;
  // Never before the check whose deadline it tells, so that none holds earlier than told.
  const at = Math.max(Date.parse(warning.at ?? publishedAt), Date.parse(check.checkedAt));
  return { instanceIds: [...check.warned.instanceIds, ...check.toWarn], at: iso(at) };
};

/** The instances that an earlier round of this grace period set aside: none of them is warned of, or ended, by it. */
export const deferredBefore = ({ notice }: Pick<CheckInput, 'notice'>): ReadonlySet<string> =>
  new Set(
    (notice?.outcomes ?? []).flatMap(({ decision, instanceIds }) =>
      isDeferred(decision) ? instanceIds : [],
    ),
  );

/** The first deadline that was told in this grace period; undefined before. */
export const announcedDeadline = (
  { check }: CheckInput,
  { instanceIds }: Warned,
  beginsAnew: boolean,
): string | undefined =>
  beginsAnew || instanceIds.length === 0 ? undefined : (check?.told ?? check?.deadline);

/**
 * What counts is the tag at the deadline, or at the one that was told, if the grace period was made longer since: the
 * instances that the last look cleared, if it was made then or later.
 */
export const clearedAtDeadline = ({ check, launch }: CheckInput, timing: Timing): ReadonlySet<string> => {
  if (!check) return new Set();
  const end = deadline(check.begunAt ?? launch.eventTime, check.warned.at, timing);
  const told = check.told === undefined ? end : Math.min(end, Date.parse(check.told));
  if (Date.parse(check.checkedAt) < told) return new Set();
  return new Set(
    check.findings.flatMap(({ verdict, instanceIds }) => (isCleared(verdict) ? instanceIds : [])),
  );
};

/** Whether nothing is to end an instance as it stands. */
const isCleared = (verdict: Verdict): boolean => {
  switch (verdict.is) {
    case 'compliant':
    case 'invalid':
      return true;
    case 'exempt':
      // Who launched it may yet be found out.
      return verdict.reason !== 'launcher-not-known';
    case 'noncompliant':
      return isRepairable(verdict);
    case 'gone':
      return false;
    default:
      return verdict satisfies never;
  }
};

/**
 * Whether what was cleared at its deadline may be ended by a look to come, as it stands now. What AWS does not show at the
 * moment may be shown again.
 */
export const mayEndLater = (verdict: Verdict): boolean =>
  verdict.is === 'gone' ? verdict.reason === 'not-found' : !isCleared(verdict);

/** The mode in which the last notice was written. */
export const previousMode = ({ check, account }: CheckInput): Mode => check?.mode ?? account.mode;

/**
 * How the instances of a grace period came to be, as far as their launch's record tells. Where the grace period did not
 * begin with it, CloudTrail may have told by now who launched them.
 */
export const launchFactsOf = ({ launch, cause, launcher }: CheckInput): LaunchFacts => ({
  accountId: launch.accountId,
  identity: launch.identity ?? launcher?.identity,
  launchedAt: cause === 'launch' ? launch.eventTime : (launch.launchedAt ?? null),
});
