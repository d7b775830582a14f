import type { Verdict } from '../compliance/verdict.ts';
import type { Instance } from '../instances.ts';
import { printable } from '../text.ts';
import { type InstanceLine, MAX_LISTED } from './round.ts';

const OTHER_VALUE = '(another value)';

/**
 * What is said of an instance whose tags differ from those of too many others in its launch: that they are wrong, and
 * no more. A thousand values would not fit into an execution's state, nor into a mail. It never makes an instance
 * terminable that was not.
 */
const folded = (verdict: Verdict): Verdict => {
  switch (verdict.reason) {
    case 'owner-invalid':
    case 'no-user-known-to-match':
      return { ...verdict, tag: { key: verdict.tag.key.trim(), value: OTHER_VALUE } };
    case 'no-pattern-matches':
    case 'near-miss':
      return {
        is: 'invalid',
        reason: 'no-pattern-matches',
        tag: { key: verdict.tag.key.trim(), value: OTHER_VALUE },
      };
    case 'near-misses-disagree':
      return { ...verdict, values: [OTHER_VALUE] };
    default:
      return verdict;
  }
};

/** Keeps the first LISTED different verdicts that quote a tag, or are to be repaired over other values, and folds the others. */
export const foldValues = <Judged extends { readonly verdict: Verdict; readonly over?: readonly string[] }>(
  judged: readonly Judged[],
): readonly Judged[] => {
  if (judged.length <= MAX_LISTED) return judged;
  const quoted = new Set<string>();
  return judged.map((one) => {
    const text = JSON.stringify([one.verdict, one.over]);
    if (quoted.has(text) || quoted.size < MAX_LISTED) {
      quoted.add(text);
      return one;
    }
    return { ...one, verdict: folded(one.verdict) };
  });
};

/** An instance may have more than a hundred volumes; twenty instances' must fit into a state and a mail. */
const MAX_VOLUMES = 8;

/** What a mail says of an instance: few words, since the state of an execution carries them. */
export const instanceLine = ({ instanceId, instanceType, tags, volumes }: Instance): InstanceLine => {
  const kept = volumes.kept.slice(0, MAX_VOLUMES);
  const deleted = volumes.deleted.slice(0, MAX_VOLUMES - kept.length);
  const unlisted = volumes.kept.length + volumes.deleted.length - kept.length - deleted.length;
  return {
    instanceId,
    instanceType,
    name: printable(tags.find((tag) => tag.key === 'Name')?.value ?? ''),
    ...(kept.length + deleted.length > 0
      ? { volumes: { deleted, kept, ...(unlisted > 0 ? { unlisted } : {}) } }
      : {}),
  };
};
