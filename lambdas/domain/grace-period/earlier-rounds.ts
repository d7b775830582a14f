import type { LaunchFacts } from '../compliance/judge-instance.ts';
import { isRepairable, type Verdict } from '../compliance/verdict.ts';
import { iso } from '../instant.ts';
import type { Published } from '../mail.ts';
import { deadline, type Timing } from './deadline.ts';
import type { CheckInput } from './input.ts';
import { isDeferred } from './outcome.ts';
import type { Mode, Warned } from './round.ts';

/**
 * The mail from which the minimum notice counts: the launcher's, or if nobody reads that, the mail to the first of the
 * others who could tag the instances. When SNS accepted copies does not matter.
 *
 * @param addressees topics in the order of who is to tag; mails to other topics follow in their own order
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
 * The instances that have been warned of, with those of the last notice. The last notice warned nobody if SNS accepted it
 * for no topic, or if it went out before the last check (after a StaleVerdict, a check follows without a notice).
 */
export const warnedBefore = ({ check, published = [], publishedAt, notice }: CheckInput): Warned => {
  if (!check) return { instanceIds: [], at: null };
  // If the mail about a whole Auto Scaling group stands for the warning, it is the last, and the only one that warns.
  const warnings = notice?.warnedIn === undefined ? published : published.slice(-1);
  const taken = warnings.filter(({ messageId }) => messageId !== null);
  const warning = mailThatCounts(taken, notice?.addressees ?? []);
  if (!warning || !publishedAt || check.toWarn.length === 0) return check.warned;
  if (Date.parse(publishedAt) < Date.parse(check.checkedAt)) return check.warned;
  // Never before the check that set the deadline in the mail, so that no deadline is earlier than announced.
  const at = Math.max(Date.parse(warning.at ?? publishedAt), Date.parse(check.checkedAt));
  return { instanceIds: [...check.warned.instanceIds, ...check.toWarn], at: iso(at) };
};

/**
 * The instances that an earlier round of this grace period stopped or held. This grace period no longer warns of
 * them or terminates them.
 */
export const deferredBefore = ({ notice }: Pick<CheckInput, 'notice'>): ReadonlySet<string> =>
  new Set(
    (notice?.outcomes ?? []).flatMap(({ decision, instanceIds }) =>
      isDeferred(decision) ? instanceIds : [],
    ),
  );

/** The first deadline that a warning of this grace period named; undefined before the first warning. */
export const announcedDeadline = (
  { check }: CheckInput,
  { instanceIds }: Warned,
  beginsAnew: boolean,
): string | undefined =>
  beginsAnew || instanceIds.length === 0 ? undefined : (check?.told ?? check?.deadline);

/**
 * The instances that the last check cleared, if it was made at the deadline or later: the tag at the deadline
 * counts. If the grace period has been made longer since the warning, the deadline that the warning named
 * counts.
 */
export const clearedAtDeadline = ({ check, launch }: CheckInput, timing: Timing): ReadonlySet<string> => {
  if (!check) return new Set();
  const end = deadline(check.begunAt ?? launch.eventTime, check.warned.at, timing);
  const announced = check.told === undefined ? end : Math.min(end, Date.parse(check.told));
  if (Date.parse(check.checkedAt) < announced) return new Set();
  return new Set(
    check.findings.flatMap(({ verdict, instanceIds }) => (isCleared(verdict) ? instanceIds : [])),
  );
};

/** Whether an instance with this verdict is not to be terminated. */
const isCleared = (verdict: Verdict): boolean => {
  switch (verdict.is) {
    case 'compliant':
    case 'invalid':
      return true;
    case 'exempt':
      // The launcher may still be found, and not be exempt.
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
 * Whether a later check could terminate an instance that was cleared at its deadline. An instance that AWS does not show
 * now may be shown again.
 */
export const mayEndLater = (verdict: Verdict): boolean =>
  verdict.is === 'gone' ? verdict.reason === 'not-found' : !isCleared(verdict);

/** The mode in which the last notice was written. */
export const previousMode = ({ check, account }: CheckInput): Mode => check?.mode ?? account.mode;

/**
 * How the instances of a grace period were launched, as far as the launch's record shows. Where no record came,
 * CloudTrail may have been asked for the caller since.
 */
export const launchFactsOf = ({ launch, cause, launcher }: CheckInput): LaunchFacts => ({
  accountId: launch.accountId,
  identity: launch.identity ?? launcher?.identity,
  launchedAt: cause === 'launch' ? launch.eventTime : (launch.launchedAt ?? null),
});
