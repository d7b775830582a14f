import * as z from 'zod';
import { PatternNotUnderstood } from '../errors.ts';
import { isObject, type JsonObject } from '../json.ts';

const Exists = z.strictObject({ exists: z.boolean() });
const IgnoringCase = z.strictObject({ 'equals-ignore-case': z.string() });

/** Whether one of a leaf's conditions holds; `value` is undefined where the event has none. */
const meets = (condition: unknown, value: unknown): boolean => {
  // An array in the event matches by any of its elements.
  if (typeof condition !== 'object' || condition === null) {
    return Array.isArray(value) ? value.includes(condition) : value === condition;
  }
  const exists = Exists.safeParse(condition);
  if (exists.success) return exists.data.exists === (value !== undefined);
  const ignoringCase = IgnoringCase.safeParse(condition);
  if (ignoringCase.success) {
    const expected = ignoringCase.data['equals-ignore-case'].toLowerCase();
    return [value].flat().some((one) => typeof one === 'string' && one.toLowerCase() === expected);
  }
  throw new PatternNotUnderstood(JSON.stringify(condition));
};

const matchesField = (expected: unknown, value: unknown): boolean => {
  if (Array.isArray(expected)) return expected.some((condition) => meets(condition, value));
  if (!isObject(expected)) throw new PatternNotUnderstood(JSON.stringify(expected));
  return matches(expected, isObject(value) ? value : {});
};

/**
 * Whether an event matches a pattern: every field that the pattern names.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 *
 * @throws PatternNotUnderstood for an operator that is not implemented: never a silent mismatch
 */
export const matches = (pattern: JsonObject, event: JsonObject): boolean =>
  Object.entries(pattern).every(([field, expected]) => {
    if (field.startsWith('$')) throw new PatternNotUnderstood(field);
    return matchesField(expected, event[field]);
  });
