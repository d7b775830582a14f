import * as z from 'zod';

/** The context of a request to IAM: the values of each condition key, by the key in lower case. */
type RequestContext = ReadonlyMap<string, string>;

const Values = z.union([z.string(), z.array(z.string())]).transform((values) => [values].flat());

/**
 * IAM's `StringLike`, character by character. It is written from AWS's page, independently of lambdas/domain/compliance/owner-rule.ts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const isLike = (pattern: string, value: string): boolean => {
  const [symbol, ...rest] = [...pattern];
  const [character, ...others] = [...value];
  const remaining = rest.join('');
  if (symbol === undefined) return character === undefined;
  if (symbol === '*') {
    return isLike(remaining, value) || (character !== undefined && isLike(pattern, others.join('')));
  }
  if (character === undefined) return false;
  return (symbol === '?' || symbol === character) && isLike(remaining, others.join(''));
};

const holds = (operator: string, values: readonly string[], actual: string | undefined): boolean => {
  switch (operator) {
    case 'StringEquals':
      return actual !== undefined && values.includes(actual);
    case 'Null':
      return values.includes(String(actual === undefined));
    // Of one value: a request with one tag has one key.
    case 'ForAllValues:StringEquals':
      return actual === undefined || values.includes(actual);
    case 'StringLike':
      return actual !== undefined && values.some((pattern) => isLike(pattern, actual));
    case 'StringNotLikeIfExists':
      return actual === undefined || !values.some((pattern) => isLike(pattern, actual));
    default:
      throw new Error(`${operator} is not evaluated here`);
  }
};

/** Whether a statement's condition is met: every key of every operator. Names of keys are compared without case. */
export const isMet = (
  condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  context: RequestContext,
): boolean =>
  Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) =>
      holds(operator, Values.parse(values), context.get(key.toLowerCase())),
    ),
  );
