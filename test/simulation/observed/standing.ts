import type { Tag } from '../../../lambdas/domain/instances.ts';
import { EXEMPTING_TAG, type Setting } from '../settings.ts';
import type { InstanceHistory } from './seen.ts';

/**
 * How an instance's tags stand to the rule, in the words of people: it has a valid Owner; nobody claims it; or somebody
 * does, but not validly, which may be put right or reported, and ends nothing.
 */
export type Ownership = 'owned' | 'claimed' | 'unclaimed';

/** What the simulation's histories can hold of valid values. */
export const isValid = (value: string): boolean => /^.+@ucsc\.edu$/.test(value) || value === 'shared';

/** An opinion of its own: the service's judgement is not asked. */
export const ownershipOf = (tags: readonly Tag[], setting: Setting): Ownership => {
  const claims = tags.filter(({ key, value }) => key.trim().toLowerCase() === 'owner' && value !== '');
  if (claims.some(({ key, value }) => key === 'Owner' && isValid(value))) return 'owned';
  if (claims.length === 0) return 'unclaimed';
  const couldBeMeant = claims.some(({ value }) => isValid(value.trim().toLowerCase()));
  return setting === 'usual' || couldBeMeant ? 'claimed' : 'unclaimed';
};

/** Whether IAM, to which keys that differ in case are one, takes a tag for a protected Owner. Blanks it does not forgive. */
export const isGuarded = (instance: InstanceHistory, at: number, setting: Setting): boolean =>
  tagsAt(instance, at).some(
    ({ key, value }) =>
      key.toLowerCase() === 'owner' && (setting === 'usual' ? value !== '' : isValid(value)),
  );

const tagsAt = ({ tags }: InstanceHistory, at: number): readonly Tag[] =>
  tags.findLast((one) => one.at <= at)?.tags ?? [];

export const ownershipAt = (instance: InstanceHistory, at: number, setting: Setting): Ownership =>
  ownershipOf(tagsAt(instance, at), setting);

/** Since when an instance has had the standing that it has at an instant. */
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

/** Whether the rule does not concern it, whatever its Owner. */
export const isExempt = (instance: InstanceHistory, at: number): boolean =>
  instance.isManaged ||
  tagsAt(instance, at).some(({ key, value }) => key === EXEMPTING_TAG.key && value === EXEMPTING_TAG.value);
