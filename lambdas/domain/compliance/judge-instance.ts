import type { Instance } from '../instances.ts';
import type { Origin } from '../launcher/origin.ts';
import type { Launcher } from '../record/launcher.ts';
import { type Exemption, exemptionOf, type LaunchedBy } from './exemption.ts';
import { isVariant, judgeTags, type OwnerTag } from './owner-rule.ts';
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

/**
 * What tools write as Owner if nobody tells them otherwise, besides the key pair's name.
 * Toil: https://github.com/DataBiosphere/toil/blob/master/src/toil/utils/toilLaunchCluster.py (--owner, TOIL_OWNER_TAG)
 */
const TOOL_DEFAULTS: readonly string[] = ['toil'];

/**
 * The invalid Owner of an instance, if a tool may have written it by itself: the name of the key pair, or the tool's default.
 * Undefined if another tag looks like an Owner too, since somebody wrote that one.
 */
export const toolOwnerOf = ({ tags, keyName }: Instance, ownerTag: OwnerTag): string | undefined => {
  const [owner, ...others] = tags.filter(({ key, value }) => isVariant(key, ownerTag) && value !== '');
  if (owner?.key !== ownerTag.key || others.length > 0) return undefined;
  const isOfTool = owner.value === keyName || TOOL_DEFAULTS.includes(owner.value);
  return isOfTool && judgeTags(tags, ownerTag).is !== 'compliant' ? owner.value : undefined;
};

/** Whether a value is a user's name but for case or domain. Then somebody may have written it on purpose. */
export const meansUser = (value: string, userName: string): boolean => {
  const withoutDomain = (name: string): string => name.trim().toLowerCase().replace(/@.*$/, '');
  return withoutDomain(value) === withoutDomain(userName);
};

/** The launcher's user name; null unless more than the name of a session shows it. */
export const certainLauncher = (
  { userName, evidence }: Pick<Launcher, 'userName' | 'evidence'>,
  identity: LaunchedBy['identity'],
): string | null => {
  switch (evidence) {
    case null:
    case 'session-name':
    // The name of the session that launched the instance may be all that is known.
    case 'instance-launcher':
    // What AWS wrote on an instance only names a person.
    case 'cloud9-owner':
    case 'service-catalog':
    case 'request-owner':
    case 'group-creator':
    case 'request-creator':
    case 'stack-creator':
      return null;
    case 'instance-owner':
      // A role's session was taken for the instance's by its name.
      return identity?.is === 'instance-session' ? userName : null;
    default:
      return userName;
  }
};

/** Owners that tools wrote, and the launcher to whom they are corrected. */
export type ToolOwnerCorrection = { readonly values: ReadonlySet<string>; readonly owner: string };

const corrected = (
  verdict: Verdict,
  instance: Instance,
  ownerTag: OwnerTag,
  correction: ToolOwnerCorrection | null,
): Verdict => {
  if (verdict.reason !== 'no-pattern-matches' && verdict.reason !== 'owner-invalid') return verdict;
  const value = toolOwnerOf(instance, ownerTag);
  if (correction === null || value === undefined || !correction.values.has(value)) return verdict;
  return { is: 'noncompliant', reason: 'tool-owner', tag: verdict.tag, owner: correction.owner };
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
  /** The Owners of tools that are corrected; null or absent if none is. */
  readonly correction?: ToolOwnerCorrection | null;
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
  { ownerTag, exemptions, enforceLaunchesAfter, matchesNoUser, correction = null }: Rule,
  now: Date,
  parent: Origin | null = null,
): Verdict => {
  const byTags = corrected(judgeInstance(instance, ownerTag, parent), instance, ownerTag, correction);
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
