import type { Tag } from '../../../lambdas/domain/instances.ts';
import { EXEMPTING_TAG, type Setting } from '../settings.ts';
import type { Life } from './seen.ts';

/**
 * How an instance's tags stand to the rule, in the words of people: it has a valid Owner; nobody claims it; or somebody
 * does, but not validly, which may be put right or reported, and ends nothing.
 */
export type Standing = 'owned' | 'claimed' | 'unclaimed';

/** What the simulation's histories can hold of valid values. */
export const isValid = (value: string): boolean => /^.+@ucsc\.edu$/.test(value) || value === 'shared';

/** An opinion of its own: the service's judgement is not asked. */
export const standingOf = (tags: readonly Tag[], setting: Setting): Standing => {
  const claims = tags.filter(({ key, value }) => key.trim().toLowerCase() === 'owner' && value !== '');
  if (claims.some(({ key, value }) => key === 'Owner' && isValid(value))) return 'owned';
  if (claims.length === 0) return 'unclaimed';
  const couldBeMeant = claims.some(({ value }) => isValid(value.trim().toLowerCase()));
  return setting === 'usual' || couldBeMeant ? 'claimed' : 'unclaimed';
};

/** Whether IAM, to which keys that differ in case are one, takes a tag for a protected Owner. Blanks it does not forgive. */
export const isGuarded = (life: Life, at: number, setting: Setting): boolean =>
  tagsAt(life, at).some(
    ({ key, value }) =>
      key.toLowerCase() === 'owner' && (setting === 'usual' ? value !== '' : isValid(value)),
  );

const tagsAt = ({ tags }: Life, at: number): readonly Tag[] =>
  tags.findLast((one) => one.at <= at)?.tags ?? [];

export const standingAt = (life: Life, at: number, setting: Setting): Standing =>
  standingOf(tagsAt(life, at), setting);

/** Since when an instance has had the standing that it has at an instant. */
export const standingSince = (life: Life, at: number, setting: Setting): number => {
  const standing = standingAt(life, at, setting);
  let since = at;
  for (const change of life.tags.toReversed()) {
    if (change.at > at) continue;
    if (standingOf(change.tags, setting) !== standing) return since;
    since = change.at;
  }
  return life.launchedAt;
};

/** Whether the rule does not concern it, whatever its Owner. */
export const isExempt = (life: Life, at: number): boolean =>
  life.isManaged ||
  tagsAt(life, at).some(({ key, value }) => key === EXEMPTING_TAG.key && value === EXEMPTING_TAG.value);
