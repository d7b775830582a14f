import { matchesAny } from '../../lambdas/domain/compliance/owner-rule.ts';

/** A regular expression with more alternatives than this gets no suggestion. */
const MAX_ALTERNATIVES = 5;

/**
 * What an IAM user's name may be.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html
 */
const MAX_NAME_LENGTH = 64;
const OUTSIDE_NAMES = /[^\w+=,.@*?-]/;

/** Characters of regular expressions that no user's name can hold. */
const OF_EXPRESSIONS = /[\\^$()[\]{}|]/;

/** The regular expression for any text. As a pattern it would be a dot, with which no address begins, or a dot and a plus. */
const ANY_TIMES = /^\.[*+?]|\.\+(?=@|$)/;

/** The expressions without groups that one with groups of alternatives stands for; none if there are too many. */
const alternatives = (expression: string): string[] => {
  if ((expression.match(/\|/g) ?? []).length >= MAX_ALTERNATIVES) return [];
  const group = /\((?:\?:)?([^()]*)\)([*+?]|\{[^}]*\})?/.exec(expression);
  if (!group) return expression.split('|');
  const [whole, inner = '', times] = group;
  const before = expression.slice(0, group.index);
  const after = expression.slice(group.index + whole.length);
  const ones = times ? ['*'] : inner.split('|');
  return ones.flatMap((one) => alternatives(`${before}${one}${after}`));
};

/** An expression without groups, as a pattern: `*` for a repeated character, `?` for a character class. */
const asPattern = (expression: string): string =>
  expression
    .trim()
    .replace(/^\^/, '')
    .replace(/(?<!\\)\$$/, '')
    .replace(/(?:\[[^\]]*\]|\\[wWdDsS]|\.)(?:[*+?]|\{[^}]*\})\??/g, '*')
    .replace(/\[[^\]]*\]|\\[wWdDsS]/g, '?')
    .replace(/\\(.)/g, '$1')
    .replace(/\*+/g, '*');

/** What is wrong with a pattern; undefined if it may match somebody. */
const faultOf = (pattern: string): string | undefined => {
  // Every message completes the sentence "<value> is not …": errors.ts writes it.
  if (/^\**$/.test(pattern)) return 'a pattern that refuses the empty value; write ?* for any value';
  if (pattern.includes('${')) return 'free of ${, which IAM takes for a policy variable';
  if (pattern.length > 256) return 'within 256 characters, as long as a tag value may be';
  if (pattern !== pattern.trim()) return 'free of blanks at its ends, which no user name has';
  if (OF_EXPRESSIONS.test(pattern) || ANY_TIMES.test(pattern)) {
    return 'a pattern that matches anybody: it is a regular expression, and only * and ? stand for others here';
  }
  if (!pattern.includes('@')) return undefined;
  if (OUTSIDE_NAMES.test(pattern)) {
    return 'a pattern that matches anybody: IAM user names hold letters, digits and _ + = , . @ - alone';
  }
  return pattern.replaceAll('*', '').length > MAX_NAME_LENGTH
    ? `a pattern that matches anybody: an IAM user name has at most ${MAX_NAME_LENGTH} characters`
    : undefined;
};

/** The patterns that a faulty one probably means; none if that is unclear. */
const intendedPatterns = (pattern: string): string[] => {
  const found = [...new Set(alternatives(pattern).map(asPattern))].map((one) => (one === '*' ? '?*' : one));
  const isSound = found.every((one) => one !== '' && faultOf(one) === undefined);
  return isSound && !matchesAny(found, '') ? found : [];
};

/** What is wrong with a pattern, with a suggestion; undefined if it may match somebody. */
export const patternFault = (pattern: string): string | undefined => {
  const fault = faultOf(pattern);
  if (fault === undefined || /^\**$/.test(pattern)) return fault;
  const texts = intendedPatterns(pattern).map((one) => JSON.stringify(one));
  return texts.length === 0 ? fault : `${fault}; did you mean ${texts.join(', ')}?`;
};
