import * as z from 'zod';
import { PolicyNotUnderstood } from '../errors.ts';
import { filledIn, isLike } from './variables.ts';

/** The request's context: values by key. Keys are in lower case, since IAM compares them without regard to case. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

const Values = z.union([z.string(), z.boolean().transform(String), z.array(z.string())]);

/** The `Condition` of a policy statement: values by key by operator. */
export const Condition = z.record(z.string(), z.record(z.string(), Values));
export type Condition = z.infer<typeof Condition>;

type Matches = (expected: string, value: string, context: RequestContext) => boolean;
type Comparison = { readonly matches: Matches; readonly negated: boolean };

/** Compares with the expected value after its variables are filled in. One without a value equals nothing. */
const comparing =
  (compare: (expected: string, value: string) => boolean): Matches =>
  (expected, value, context) => {
    const filled = filledIn(expected, context);
    return filled !== undefined && compare(filled, value);
  };

/** Compares two numbers or instants. What is neither matches nothing. */
const ordered = (read: (text: string) => number, holds: (difference: number) => boolean): Matches =>
  comparing((expected, value) => {
    const difference = read(value) - read(expected);
    return !Number.isNaN(difference) && holds(difference);
  });

/** A date is written in ISO 8601, or as seconds since 1970. */
const instantOf = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const equals = comparing((expected, value) => expected === value);
const equalsIgnoreCase = comparing((expected, value) => expected.toLowerCase() === value.toLowerCase());

const inOrder = (name: string, read: (text: string) => number): [string, Comparison][] => {
  const comparison = (holds: (difference: number) => boolean, negated = false): Comparison => ({
    matches: ordered(read, holds),
    negated,
  });
  return [
    [`${name}Equals`, comparison((difference) => difference === 0)],
    [`${name}NotEquals`, comparison((difference) => difference === 0, true)],
    [`${name}LessThan`, comparison((difference) => difference < 0)],
    [`${name}LessThanEquals`, comparison((difference) => difference <= 0)],
    [`${name}GreaterThan`, comparison((difference) => difference > 0)],
    [`${name}GreaterThanEquals`, comparison((difference) => difference >= 0)],
  ];
};

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ['StringEquals', { matches: equals, negated: false }],
  ['StringNotEquals', { matches: equals, negated: true }],
  ['StringEqualsIgnoreCase', { matches: equalsIgnoreCase, negated: false }],
  ['StringNotEqualsIgnoreCase', { matches: equalsIgnoreCase, negated: true }],
  ['StringLike', { matches: isLike, negated: false }],
  ['StringNotLike', { matches: isLike, negated: true }],
  ['ArnEquals', { matches: isLike, negated: false }],
  ['ArnLike', { matches: isLike, negated: false }],
  ['ArnNotEquals', { matches: isLike, negated: true }],
  ['ArnNotLike', { matches: isLike, negated: true }],
  ['Bool', { matches: equalsIgnoreCase, negated: false }],
  ...inOrder('Numeric', Number),
  ...inOrder('Date', instantOf),
]);

/** The parts of an operator such as `ForAllValues:StringLikeIfExists`. */
const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/;

/** @param values the key's values in the request; empty if the key is absent or has an empty set */
const holds = (
  operator: string,
  expected: readonly string[],
  values: readonly string[],
  context: RequestContext,
): boolean => {
  const isAbsent = values.length === 0;
  if (operator === 'Null') return expected.includes(String(isAbsent));
  const [, quantifier, comparison = '', ifExists] = OPERATOR.exec(operator) ?? [];
  const known = COMPARISONS.get(comparison);
  if (!known) throw new PolicyNotUnderstood(`the condition operator ${operator}`);
  // One of several expected values must match. With a negated operator, none of them may match.
  const one = (value: string) =>
    expected.some((text) => known.matches(text, value, context)) !== known.negated;
  switch (quantifier) {
    case 'ForAllValues':
      return values.every(one);
    case 'ForAnyValue':
      // Without a value, ForAnyValue never holds, even if it is negated or has IfExists: both apply to each value.
      return values.some(one);
    default:
      if (values.length > 1) {
        throw new PolicyNotUnderstood(`${operator} of several values, without ForAllValues or ForAnyValue`);
      }
      return isAbsent ? ifExists !== undefined || known.negated : values.every(one);
  }
};

/**
 * Whether a request meets every key of every operator of a condition.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 *
 * @throws PolicyNotUnderstood for an operator that is not implemented
 */
export const meets = (condition: Condition, context: RequestContext): boolean =>
  Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) =>
      holds(operator, [expected].flat(), context.get(key.toLowerCase()) ?? [], context),
    ),
  );
