import { matchesPattern } from '../../lambdas/domain/compliance/owner-rule.ts';
import { PolicyNotUnderstood } from '../errors.ts';
import type { RequestContext } from './condition.ts';

/** A part of an expected value: as the policy has it, or the value of a variable, in which `*` and `?` are themselves. */
type Part = { readonly text: string; readonly isLiteral: boolean };

/** A variable: `${key}`, with a default `${key, 'text'}`, or one of the characters `${*}`, `${?}` and `${$}`. */
const VARIABLE = /\$\{(?:([*?$])|([\w:/.@-]+)(?: *, *'([^']*)')?)\}/g;

/**
 * The parts of an expected value. Null if a variable has no value in this request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
const partsOf = (expected: string, context: RequestContext): Part[] | null => {
  const parts: Part[] = [];
  let end = 0;
  const addText = (until: number) => parts.push({ text: expected.slice(end, until), isLiteral: false });
  for (const found of expected.matchAll(VARIABLE)) {
    const [whole, character, key = '', fallback] = found;
    addText(found.index);
    end = found.index + whole.length;
    const values = context.get(key.toLowerCase()) ?? [];
    if (values.length > 1) throw new PolicyNotUnderstood(`a variable with several values, ${whole}`);
    const text = character ?? values[0] ?? fallback;
    if (text === undefined) return null;
    parts.push({ text, isLiteral: true });
  }
  addText(expected.length);
  if (parts.some(({ text, isLiteral }) => !isLiteral && text.includes('${'))) {
    throw new PolicyNotUnderstood(`a policy variable of this form, ${expected}`);
  }
  return parts;
};

const quoted = (text: string): string => text.replace(/[\\^$.|+*?()[\]{}]/g, '\\$&');

const expressionOf = ({ text, isLiteral }: Part): string =>
  isLiteral ? quoted(text) : quoted(text).replaceAll('\\*', '.*').replaceAll('\\?', '.');

/** Whether a value is like an expected one, in which `*` and `?` stand for others. */
export const isLike = (expected: string, value: string, context: RequestContext): boolean => {
  if (!expected.includes('${')) return matchesPattern(expected, value);
  const parts = partsOf(expected, context);
  return parts !== null && new RegExp(`^${parts.map(expressionOf).join('')}$`, 'su').test(value);
};

/** An expected value with its variables filled in; undefined if one has no value in this request. */
export const filledIn = (expected: string, context: RequestContext): string | undefined => {
  if (!expected.includes('${')) return expected;
  return partsOf(expected, context)
    ?.map(({ text }) => text)
    .join('');
};
