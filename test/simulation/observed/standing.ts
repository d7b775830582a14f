import type { Tag } from '../../../lambdas/domain/instances.ts';
import { EXEMPTING_TAG, type Setting } from '../settings.ts';
import type { InstanceHistory } from './seen.ts';

/**
 * What an instance's tags mean to the rule. `owned`: it has a valid Owner. `unclaimed`: it may be terminated. `claimed`: it
 * has an invalid Owner or a near miss, which may be corrected or reported, but must not be terminated.
 */
type Ownership = 'owned' | 'claimed' | 'unclaimed';

/** Whether an Owner is valid, among the values that occur in the simulation. */
export const isValid = (value: string): boolean => /^.+@ucsc\.edu$/.test(value) || value === 'shared';

/** Judges tags without using any code of the service. */
export const ownershipOf = (tags: readonly Tag[], setting: Setting): Ownership => {
  const claims = tags.filter(({ key, value }) => key.trim().toLowerCase() === 'owner' && value !== '');
  if (claims.some(({ key, value }) => key === 'Owner' && isValid(value))) return 'owned';
  if (claims.length === 0) return 'unclaimed';
  const couldBeMeant = claims.some(({ value }) => isValid(value.trim().toLowerCase()));
  return setting === 'usual' || couldBeMeant ? 'claimed' : 'unclaimed';
};

/** The valid Owner that a near miss means, judged without using any code of the service; null if there is none, or several. */
export const nearMissIn = (tags: readonly Tag[]): string | null => {
  if (tags.some(({ key, value }) => key === 'Owner' && value !== '')) return null;
  const meant = tags.flatMap(({ key, value }) => {
    if (key.trim().toLowerCase() !== 'owner') return [];
    return [value, value.trim(), value.trim().toLowerCase()].filter(isValid).slice(0, 1);
  });
  return new Set(meant).size === 1 ? (meant[0] ?? null) : null;
};

/** Whether the Guard protects an instance by its tags. IAM ignores the case of a tag key, but not blanks in it. */
export const isGuarded = (instance: InstanceHistory, at: number, setting: Setting): boolean =>
  tagsAt(instance, at).some(
    ({ key, value }) =>
      key.toLowerCase() === 'owner' && (setting === 'usual' ? value !== '' : isValid(value)),
  );

const tagsAt = ({ tags }: InstanceHistory, at: number): readonly Tag[] =>
  tags.findLast((one) => one.at <= at)?.tags ?? [];

export const ownershipAt = (instance: InstanceHistory, at: number, setting: Setting): Ownership =>
  ownershipOf(tagsAt(instance, at), setting);

/** Since when an instance has had the ownership that it has at an instant. */
export const ownershipSince = (instance: InstanceHistory, at: number, setting: Setting): number => {
  const ownership = ownershipAt(instance, at, setting);
  let since = at;
  for (const change of instance.tags.toReversed()) {
    if (change.at > at) continue;
    if (ownershipOf(change.tags, setting) !== ownership) return since;
    since = change.at;
  }
  return instance.launchedAt;
};

/** Whether an instance is exempt from the rule, whatever its Owner. */
export const isExempt = (instance: InstanceHistory, at: number): boolean =>
  instance.isManaged ||
  tagsAt(instance, at).some(({ key, value }) => key === EXEMPTING_TAG.key && value === EXEMPTING_TAG.value);
