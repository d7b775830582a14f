import type { Verdict } from '../verdict/verdict.ts';
import { LISTED } from './round.ts';

const OTHERS = '(another value)';

/**
 * What is said of an instance whose tags differ from those of too many others in its launch: that they are wrong, and
 * no more. A thousand values would not fit into an execution's state, nor into a mail. It never makes an instance
 * terminable that was not.
 */
const folded = (verdict: Verdict): Verdict => {
  switch (verdict.reason) {
    case 'owner-invalid':
    case 'no-user-known-to-match':
      return { ...verdict, tag: { key: verdict.tag.key.trim(), value: OTHERS } };
    case 'no-pattern-matches':
    case 'near-miss':
      return {
        is: 'invalid',
        reason: 'no-pattern-matches',
        tag: { key: verdict.tag.key.trim(), value: OTHERS },
      };
    case 'near-misses-disagree':
      return { ...verdict, values: [OTHERS] };
    default:
      return verdict;
  }
};

/** Keeps the first LISTED different verdicts that quote a tag, or are to be repaired over other values, and folds the others. */
export const foldValues = <Judged extends { readonly verdict: Verdict; readonly over?: readonly string[] }>(
  judged: readonly Judged[],
): readonly Judged[] => {
  if (judged.length <= LISTED) return judged;
  const quoted = new Set<string>();
  return judged.map((one) => {
    const text = JSON.stringify([one.verdict, one.over]);
    if (quoted.has(text) || quoted.size < LISTED) {
      quoted.add(text);
      return one;
    }
    return { ...one, verdict: folded(one.verdict) };
  });
};
