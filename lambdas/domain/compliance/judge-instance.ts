import type { Instance } from '../instances.ts';
import type { Origin } from '../launcher/origin.ts';
import { type Exemption, exemptionOf, type LaunchedBy } from './exemption.ts';
import { judgeTags, type OwnerTag } from './owner-rule.ts';
import type { Verdict } from './verdict.ts';

/**
 * Judges an instance by its state and tags alone. What the configuration spares, `judgeWithExemptions` knows.
 *
 * @param parent what launched it, if an instance without an Owner inherits from it, or may
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

/** The rule, and what the configuration spares of it. */
export type Rule = {
  readonly ownerTag: OwnerTag;
  readonly exemptions: readonly Exemption[];
  /** ISO 8601 UTC: what was launched before is reported only; null if all is enforced. */
  readonly enforceLaunchesAfter: string | null;
  /** Whether no user of the gateway is known whose name matches a pattern: then an invalid value ends nothing. */
  readonly matchesNoUser: boolean;
};

/** How an instance came to be; `launchedAt` is null where no record of the launch is known. */
export type LaunchFacts = LaunchedBy & { readonly launchedAt: string | null };

/** By the earliest that is known of its launch. What is not known to be younger, is older. */
const isLaunchedBefore = (instance: Instance, { launchedAt }: LaunchFacts, than: string): boolean => {
  const known = [launchedAt, instance.createdAt].flatMap((time) => (time === null ? [] : [Date.parse(time)]));
  return known.length === 0 || !(Math.min(...known) >= Date.parse(than));
};

/** By patterns that no user's name matches, whoever tagged as they should has an invalid Owner. */
const withoutUsers = (verdict: Verdict): Verdict =>
  verdict.reason === 'owner-invalid'
    ? { is: 'invalid', reason: 'no-user-known-to-match', tag: verdict.tag }
    : verdict;

/**
 * Judges an instance by rules 2 to 6 of docs/design.md, "Rules of judgement". What the configuration spares is exempt
 * only where its tags do not clear it: a valid Owner is compliant with an exemption or without. A near miss on it is
 * not corrected.
 *
 * @param parent what launched it, if an instance without an Owner inherits from it
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
