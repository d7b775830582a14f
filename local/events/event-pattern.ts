import * as z from 'zod';
import { compare, isObject, type JsonObject } from '../../infra/json.ts';
import { PatternNotUnderstood } from '../errors.ts';

const Exists = z.strictObject({ exists: z.boolean() });
const IgnoringCase = z.strictObject({ 'equals-ignore-case': z.string() });
const Prefix = z.strictObject({ prefix: z.string() });
const AnythingBut = z.strictObject({ 'anything-but': z.array(z.string()) });

type Condition =
  | { readonly is: 'present' }
  | { readonly is: 'absent' }
  | { readonly is: 'equal'; readonly to: unknown }
  | { readonly is: 'equal-ignoring-case'; readonly to: string }
  | { readonly is: 'beginning'; readonly with: string }
  | { readonly is: 'other-than'; readonly those: readonly unknown[] };

/** A field of a pattern: its path, and its conditions. One of them must hold. */
type Field = { readonly path: readonly string[]; readonly conditions: readonly Condition[] };

const conditionOf = (written: unknown): Condition => {
  if (typeof written !== 'object' || written === null) return { is: 'equal', to: written };
  const exists = Exists.safeParse(written);
  if (exists.success) return { is: exists.data.exists ? 'present' : 'absent' };
  const prefix = Prefix.safeParse(written);
  if (prefix.success) return { is: 'beginning', with: prefix.data.prefix };
  const others = AnythingBut.safeParse(written);
  if (others.success) return { is: 'other-than', those: others.data['anything-but'] };
  const ignoringCase = IgnoringCase.safeParse(written);
  if (!ignoringCase.success) throw new PatternNotUnderstood(JSON.stringify(written));
  return { is: 'equal-ignoring-case', to: ignoringCase.data['equals-ignore-case'].toLowerCase() };
};

const Alternatives = z.array(z.record(z.string(), z.unknown()));

/** Each way to meet both of two patterns. */
const both = (some: readonly Field[][], others: readonly Field[][]): Field[][] =>
  some.flatMap((fields) => others.map((more) => [...fields, ...more]));

/**
 * The ways to meet a pattern: for each, the fields that must match. `$or` stands beside fields that must match too.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or
 */
const waysOf = (pattern: JsonObject, above: readonly string[] = []): Field[][] =>
  Object.entries(pattern)
    .map(([name, expected]): Field[][] => {
      const path = [...above, name];
      if (name === '$or') return Alternatives.parse(expected).flatMap((one) => waysOf(one, above));
      if (name.startsWith('$')) throw new PatternNotUnderstood(name);
      if (Array.isArray(expected)) return [[{ path, conditions: expected.map(conditionOf) }]];
      if (!isObject(expected)) throw new PatternNotUnderstood(JSON.stringify(expected));
      return waysOf(expected, path);
    })
    .reduce(both, [[]]);

/** A cache: there are few patterns, and each is matched against every event. */
const read = new WeakMap<JsonObject, readonly (readonly Field[])[]>();

const readWays = (pattern: JsonObject): readonly (readonly Field[])[] => {
  const ways =
    read.get(pattern) ??
    waysOf(pattern).map((fields) => fields.sort((a, b) => compare(a.path.join('.'), b.path.join('.'))));
  read.set(pattern, ways);
  return ways;
};

/** The element chosen in each of the event's arrays. All fields of a pattern must match the same element of an array. */
type Through = ReadonlyMap<unknown, number>;

/** A text, number, boolean or null in the event. */
type Leaf = { readonly value: unknown; readonly through: Through };

/** The leaves at a path. An array's elements may be leaves; an object or an empty array is not. */
const leavesAt = (value: unknown, path: readonly string[], through: Through = new Map()): Leaf[] => {
  if (Array.isArray(value)) {
    return value.flatMap((one, index) =>
      leavesAt(
        one,
        path,
        typeof one === 'object' && one !== null ? new Map([...through, [value, index]]) : through,
      ),
    );
  }
  const [name, ...rest] = path;
  if (name !== undefined) return isObject(value) ? leavesAt(value[name], rest, through) : [];
  return isObject(value) || value === undefined ? [] : [{ value, through }];
};

const isReachable = ({ through }: Leaf, so: Through): boolean =>
  [...through].every(([array, index]) => (so.get(array) ?? index) === index);

const holdsOf = (condition: Exclude<Condition, { is: 'absent' }>, value: unknown): boolean => {
  switch (condition.is) {
    case 'present':
      return true;
    case 'equal':
      return value === condition.to;
    case 'equal-ignoring-case':
      return typeof value === 'string' && value.toLowerCase() === condition.to;
    case 'beginning':
      return typeof value === 'string' && value.startsWith(condition.with);
    case 'other-than':
      return !condition.those.includes(value);
    default:
      return condition satisfies never;
  }
};

const holdAll = ([field, ...others]: readonly Field[], event: JsonObject, so: Through): boolean => {
  if (!field) return true;
  const leaves = leavesAt(event, field.path).filter((leaf) => isReachable(leaf, so));
  return field.conditions.some((condition) => {
    if (condition.is === 'absent') return leaves.length === 0 && holdAll(others, event, so);
    return leaves.some(
      ({ value, through }) =>
        holdsOf(condition, value) && holdAll(others, event, new Map([...so, ...through])),
    );
  });
};

/**
 * Whether an event matches every field of a pattern. Fields are matched in the order of their names.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 * `exists` applies to leaves only: https://github.com/aws/event-ruler#exists-matching
 *
 * @throws PatternNotUnderstood for an operator that is not implemented
 */
export const matches = (pattern: JsonObject, event: JsonObject): boolean =>
  readWays(pattern).some((fields) => holdAll(fields, event, new Map()));
