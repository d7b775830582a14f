import { type Exemption, exemptionOf } from '../compliance/exemption.ts';
import { isVariant, judgeTags, matchesPattern, type OwnerTag } from '../compliance/owner-rule.ts';
import type { Tag } from '../instances.ts';
import type { Ownership } from './report.ts';

/** The rule, and who is a user. */
export type ReportRule = {
  readonly ownerTag: OwnerTag;
  readonly exemptions: readonly Exemption[];
  /** The names of the gateway's users, in lower case; null if they are not known. */
  readonly users: ReadonlySet<string> | null;
};

/** What is judged. `imageId` is null for all but instances. */
export type Judged = {
  readonly accountId: string;
  readonly tags: readonly Tag[];
  readonly imageId: string | null;
};

/** The names of users, for `ReportRule`. An empty directory is one that was not read yet: then nobody is departed. */
export const usersOf = (userNames: readonly string[]): ReadonlySet<string> | null =>
  userNames.length === 0 ? null : new Set(userNames.map((name) => name.toLowerCase()));

/** Whether a valid Owner means a person: a pattern without wildcards, such as `shared`, is a name that nobody has. */
const meansPerson = (owner: string, { patterns }: OwnerTag): boolean =>
  patterns.some((pattern) => /[*?]/.test(pattern) && matchesPattern(pattern, owner)) &&
  !patterns.includes(owner);

const ownerOf = (tags: readonly Tag[], key: string): string =>
  tags.find((tag) => tag.key === key)?.value ?? '';

/** The tag that a person meant as Owner, where the rule does not accept it. */
const wrongTag = (tags: readonly Tag[], ownerTag: OwnerTag): Tag | undefined => {
  const meant = tags.filter((tag) => isVariant(tag.key, ownerTag) && tag.value !== '');
  return meant.find(({ key }) => key === ownerTag.key) ?? meant[0];
};

/**
 * Whose a resource is: by the same rule as instances. As there, an exemption counts only where the tags name no owner; one by role
 * never does, since a report does not know who created what.
 */
export const judgeOwnership = (
  { accountId, tags, imageId }: Judged,
  { ownerTag, exemptions, users }: ReportRule,
  now: Date,
): Ownership => {
  if (judgeTags(tags, ownerTag).is === 'compliant') {
    const owner = ownerOf(tags, ownerTag.key);
    // Departed: a valid Owner that looks like a user's name, and is no user of the directory.
    const isDeparted = users !== null && meansPerson(owner, ownerTag) && !users.has(owner.toLowerCase());
    return { is: isDeparted ? 'departed' : 'owned', owner };
  }
  const exemption = exemptionOf({ tags, imageId }, { accountId, identity: undefined }, exemptions, now);
  if (exemption !== null && exemption !== 'launcher-not-known') {
    return { is: 'accepted', reason: exemption.reason, until: exemption.until };
  }
  const wrong = wrongTag(tags, ownerTag);
  return wrong ? { is: 'invalid', ...wrong } : { is: 'unowned' };
};
