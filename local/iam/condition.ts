import * as z from 'zod';
import { matchesPattern } from '../../lambdas/domain/compliance/owner-rule.ts';
import { PolicyNotUnderstood } from '../errors.ts';

/** The request's context: values by key. Keys are in lower case, since IAM compares them without regard to case. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

const Values = z.union([z.string(), z.boolean().transform(String), z.array(z.string())]);

/** The `Condition` of a policy statement: values by key by operator. */
export const Condition = z.record(z.string(), z.record(z.string(), Values));
export type Condition = z.infer<typeof Condition>;

type Comparison = {
  readonly matches: (expected: string, value: string) => boolean;
  readonly negated: boolean;
};

const equals = (expected: string, value: string): boolean => expected === value;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  StringEquals: { matches: equals, negated: false },
  StringNotEquals: { matches: equals, negated: true },
  StringLike: { matches: matchesPattern, negated: false },
  StringNotLike: { matches: matchesPattern, negated: true },
  ArnEquals: { matches: matchesPattern, negated: false },
  ArnLike: { matches: matchesPattern, negated: false },
  Bool: { matches: equals, negated: false },
};

/** The parts of an operator such as `ForAllValues:StringLikeIfExists`. */
const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/;

/** @param values the key's values in the request; empty if the key is absent or has an empty set */
const holds = (operator: string, expected: readonly string[], values: readonly string[]): boolean => {
  const isAbsent = values.length === 0;
  if (operator === 'Null') return expected.includes(String(isAbsent));
  const [, quantifier, comparison = '', ifExists] = OPERATOR.exec(operator) ?? [];
  const known = COMPARISONS[comparison];
  if (!known) throw new PolicyNotUnderstood(`the condition operator ${operator}`);
  // The only policy variable that is implemented is the literal dollar sign: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
  const texts = expected.map((one) => (one.includes('${') ? one.split(`\${$}`) : [one]));
  if (texts.flat().some((one) => one.includes('${'))) throw new PolicyNotUnderstood('policy variables');
  // One of several expected values must match. With a negated operator, none of them may match.
  const one = (value: string) => texts.some((text) => known.matches(text.join('$'), value)) !== known.negated;
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
      holds(operator, [expected].flat(), context.get(key.toLowerCase()) ?? []),
    ),
  );
