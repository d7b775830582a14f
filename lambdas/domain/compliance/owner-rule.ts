import * as z from 'zod/mini';
import type { Tag } from '../instances.ts';
import type { RecordedLaunch } from '../record/launch.ts';
import type { Verdict } from './verdict.ts';

/** The Owner rule as configured: the tag's key, and the values it may have as IAM `StringLike` patterns. */
export const OwnerTag = z.object({
  key: z.string(),
  patterns: z.array(z.string()),
  onInvalidValue: z.enum(['report', 'terminate']),
});
export type OwnerTag = z.infer<typeof OwnerTag>;

/**
 * Values that protect an instance from the act role, as IAM `StringLike` patterns. Both the Guard's condition
 * and the code that decides use them.
 */
export const protectedPatterns = (ownerTag: OwnerTag): readonly string[] => {
  switch (ownerTag.onInvalidValue) {
    case 'report':
      return ['?*'];
    case 'terminate':
      return ownerTag.patterns;
    default:
      return ownerTag.onInvalidValue satisfies never;
  }
};

/** Whether a key is the configured one but for case or surrounding blanks. */
export const isVariant = (key: string, ownerTag: OwnerTag): boolean =>
  key.trim().toLowerCase() === ownerTag.key.toLowerCase();

/**
 * The valid value that a near miss means: the value itself, without surrounding blanks, or also in lower case;
 * undefined if none of these is valid.
 */
const intendedValue = (value: string, ownerTag: OwnerTag): string | undefined =>
  [value, value.trim(), value.trim().toLowerCase()].find((candidate) =>
    matchesAny(ownerTag.patterns, candidate),
  );

/** Whether the value would be valid but for case or surrounding blanks. */
const isNearlyValid = (value: string, ownerTag: OwnerTag): boolean =>
  matchesAny(
    ownerTag.patterns.map((pattern) => pattern.toLowerCase()),
    value.trim().toLowerCase(),
  );

/**
 * Judges the tags of a running instance by the Owner rule.
 *
 * An instance is not terminable while any case-variant of the key carries a protected value: IAM compares tag keys
 * without regard to case and does not document which of two variants it uses, so the Guard could refuse.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
 * Nor is it while a variant carries a nearly valid value: a near miss is never terminated.
 */
export const judgeTags = (tags: readonly Tag[], ownerTag: OwnerTag): Verdict => {
  const owner = tags.find((tag) => tag.key === ownerTag.key);
  if (owner && matchesAny(ownerTag.patterns, owner.value)) return { is: 'compliant', reason: 'owner-valid' };

  const variants = tags.filter((tag) => tag !== owner && isVariant(tag.key, ownerTag) && tag.value !== '');
  const wrong = owner?.value ? owner : variants[0];
  if (!owner?.value) {
    const nearMisses = variants.flatMap((tag) => {
      const value = intendedValue(tag.value, ownerTag);
      return value === undefined ? [] : [{ tag, value }];
    });
    const values = [...new Set(nearMisses.map((nearMiss) => nearMiss.value))].sort();
    if (values.length > 1) return { is: 'invalid', reason: 'near-misses-disagree', values };
    if (nearMisses[0]) {
      return { is: 'noncompliant', reason: 'near-miss', tag: nearMisses[0].tag, owner: nearMisses[0].value };
    }
  }
  if (!wrong) return { is: 'noncompliant', reason: owner ? 'owner-empty' : 'owner-missing' };

  const isProtected = [wrong, ...variants].some(
    ({ value }) => matchesAny(protectedPatterns(ownerTag), value) || isNearlyValid(value, ownerTag),
  );
  return isProtected
    ? { is: 'invalid', reason: 'no-pattern-matches', tag: wrong }
    : { is: 'noncompliant', reason: 'owner-invalid', tag: wrong };
};

/** Whether the record alone shows that every instance of the launch is compliant; a truncated record never does. */
export const isCompliantAtLaunch = ({ complete, tags }: RecordedLaunch, ownerTag: OwnerTag): boolean =>
  complete && tags.every((instanceTags) => judgeTags(instanceTags, ownerTag).is === 'compliant');

const compiled = new Map<string, RegExp>();

const compile = (pattern: string): RegExp => {
  const known = compiled.get(pattern);
  if (known) return known;
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, 'su');
  compiled.set(pattern, expression);
  return expression;
};

/**
 * Whether a value matches an IAM `StringLike` pattern: `*` is any text, `?` any one character, case counts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const matchesPattern = (pattern: string, value: string): boolean => compile(pattern).test(value);

/** Whether a value matches at least one of the patterns. */
export const matchesAny = (patterns: readonly string[], value: string): boolean =>
  patterns.some((pattern) => matchesPattern(pattern, value));
