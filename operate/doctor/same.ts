import { canonical, isObject } from '../../local/json.ts';

/** IAM and EventBridge keep a list of one as they got it, or as its only element. */
const withoutListsOfOne = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    return value.length === 1 ? withoutListsOfOne(value[0]) : value.map(withoutListsOfOne);
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutListsOfOne(inner)]));
};

/** Whether two policies or patterns say the same. */
export const isSame = (a: unknown, b: unknown): boolean =>
  canonical(withoutListsOfOne(a)) === canonical(withoutListsOfOne(b));
