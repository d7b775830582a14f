import type { Instance } from '../instances.ts';
import type { Origin } from '../launcher/origin.ts';
import { type Exemption, exemptionOf, type LaunchedBy } from './exemption.ts';
import { judgeTags, type OwnerTag } from './owner-rule.ts';
import type { Verdict } from './verdict.ts';

/**
 * Judges an instance by its state and tags alone. `judgeWithExemptions` also considers the configuration's exceptions.
 *
 * @param parent its origin, if instances without an Owner inherit from it, or may once AWS shows it
 */
export const judgeInstance = (
  instance: Instance,
  ownerTag: OwnerTag,
  parent: Origin | null = null,
): Verdict => {
  if (instance.state === 'terminated' || instance.state === 'shutting-down') {
    return { is: 'gone', reason: instance.state };
  }
  if (instance.managedByAws) return { is: 'exempt', reason: 'aws-managed' };
  const verdict = judgeTags(instance.tags, ownerTag);
  const hasNone = verdict.reason === 'owner-missing' || verdict.reason === 'owner-empty';
  if (!hasNone || !parent) return verdict;
  const { owner, kind, id } = parent;
  if (parent.isNotFound) return { is: 'noncompliant', reason: 'origin-not-found', from: { kind, id } };
  if (owner === null) return verdict;
  return { is: 'noncompliant', reason: 'inheritable', owner, from: { kind, id } };
};

/** The Owner rule and its exceptions, as configured. */
export type Rule = {
  readonly ownerTag: OwnerTag;
  readonly exemptions: readonly Exemption[];
  /** ISO 8601 UTC: instances launched before are only reported; null if all are enforced. */
  readonly enforceLaunchesAfter: string | null;
  /**
   * Whether no known user of the gateway has a name that matches a pattern. Then an invalid value terminates
   * nothing.
   */
  readonly matchesNoUser: boolean;
};

/** How an instance was launched; `launchedAt` is null if no record of the launch is known. */
export type LaunchFacts = LaunchedBy & { readonly launchedAt: string | null };

/** Compares the earliest known time of the launch. An instance of unknown age counts as launched before. */
const isLaunchedBefore = (instance: Instance, { launchedAt }: LaunchFacts, than: string): boolean => {
  const known = [launchedAt, instance.createdAt].flatMap((time) => (time === null ? [] : [Date.parse(time)]));
  return known.length === 0 || !(Math.min(...known) >= Date.parse(than));
};

/**
 * If no user's name matches the patterns, even people who tag correctly have an invalid Owner: the patterns are
 * wrong.
 */
const withoutUsers = (verdict: Verdict): Verdict =>
  verdict.reason === 'owner-invalid'
    ? { is: 'invalid', reason: 'no-user-known-to-match', tag: verdict.tag }
    : verdict;

/**
 * Judges an instance by rules 2 to 6 of docs/design.md, "Rules of judgement". Exemptions
 * apply only where the tags do not clear the instance: one with a valid Owner is compliant, not exempt. A near miss on
 * an exempt instance is not corrected.
 *
 * @param parent its origin, if an instance without an Owner inherits from it
 */
export const judgeWithExemptions = (
  instance: Instance,
  launched: LaunchFacts,
  { ownerTag, exemptions, enforceLaunchesAfter, matchesNoUser }: Rule,
  now: Date,
  parent: Origin | null = null,
): Verdict => {
  const byTags = judgeInstance(instance, ownerTag, parent);
  const verdict = matchesNoUser ? withoutUsers(byTags) : byTags;
  if (verdict.is !== 'noncompliant' && verdict.is !== 'invalid') return verdict;
  const exemption = exemptionOf(instance, launched, exemptions, now);
  if (exemption !== null && exemption !== 'launcher-not-known') {
    return { is: 'exempt', reason: 'exempt-by-configuration', why: exemption.reason };
  }
  if (enforceLaunchesAfter !== null && isLaunchedBefore(instance, launched, enforceLaunchesAfter)) {
    return { is: 'exempt', reason: 'before-enforcement' };
  }
  return exemption === null ? verdict : { is: 'exempt', reason: exemption };
};
