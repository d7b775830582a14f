import * as z from 'zod';

type Fields = Readonly<Record<string, unknown>>;
const Fields = z.record(z.string(), z.unknown());

const Exists = z.strictObject({ exists: z.boolean() });
const Prefix = z.strictObject({ prefix: z.string() });
const AnythingBut = z.strictObject({ 'anything-but': z.array(z.unknown()) });
const IgnoringCase = z.strictObject({ 'equals-ignore-case': z.string() });

/** Whether a condition holds. If the event has a list, one matching element is enough. */
const meets = (condition: unknown, value: unknown): boolean => {
  const values = Array.isArray(value) ? value : [value];
  if (typeof condition === 'string') return values.includes(condition);
  const exists = Exists.safeParse(condition);
  // A condition is about leaves: an object or an empty array is none.
  const isLeaf = (one: unknown) => one === null || !['object', 'undefined'].includes(typeof one);
  if (exists.success) return exists.data.exists === values.some(isLeaf);
  const prefix = Prefix.safeParse(condition).data?.prefix;
  if (prefix !== undefined) return values.some((one) => typeof one === 'string' && one.startsWith(prefix));
  const others = AnythingBut.safeParse(condition).data?.['anything-but'];
  if (others) return values.some((one) => one !== undefined && !others.includes(one));
  const wanted = IgnoringCase.parse(condition)['equals-ignore-case'].toLowerCase();
  return values.some((one) => typeof one === 'string' && one.toLowerCase() === wanted);
};

/**
 * Whether an event matches a pattern. Operators that the rules do not use are an error.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const matches = (pattern: Fields, event: Fields): boolean =>
  Object.entries(pattern).every(([field, expected]) => {
    if (field === '$or')
      return z
        .array(Fields)
        .parse(expected)
        .some((one) => matches(one, event));
    return Array.isArray(expected)
      ? expected.some((condition) => meets(condition, event[field]))
      : matches(Fields.parse(expected), Fields.parse(event[field] ?? {}));
  });
