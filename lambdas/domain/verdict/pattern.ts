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
