import type { Verdict } from '../compliance/verdict.ts';
import type { Instance } from '../instances.ts';
import { printable } from '../text.ts';
import { type InstanceLine, MAX_LISTED } from './round.ts';

const OTHER_VALUE = '(another value)';

/**
 * Shortens a verdict to saying that the tags are wrong, for a launch whose instances have too many different
 * tags. A thousand values would fit neither into an execution's state nor into a mail. It never makes an
 * instance terminable.
 */
const folded = (verdict: Verdict): Verdict => {
  switch (verdict.reason) {
    case 'owner-invalid':
    case 'no-user-known-to-match':
      return { ...verdict, tag: { key: verdict.tag.key.trim(), value: OTHER_VALUE } };
    case 'no-pattern-matches':
    case 'near-miss':
    case 'tool-owner':
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

/**
 * Keeps the first MAX_LISTED verdicts that differ, in themselves or in the values to write over, and shortens
 * the others.
 */
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

/**
 * An instance may have more than a hundred volumes, but those of twenty instances must fit into a state and a
 * mail.
 */
const MAX_VOLUMES = 8;

/** What a mail says of an instance. It is short, because it is part of an execution's state. */
export const instanceLine = ({ instanceId, instanceType, tags, volumes }: Instance): InstanceLine => {
  const kept = volumes.kept.slice(0, MAX_VOLUMES);
  const deleted = volumes.deleted.slice(0, MAX_VOLUMES - kept.length);
  const unlisted = volumes.kept.length + volumes.deleted.length - kept.length - deleted.length;
  return {
    instanceId,
    instanceType,
    name: printable(tags.find((tag) => tag.key === 'Name')?.value ?? ''),
    ...(kept.length + deleted.length > 0
      ? {
          volumes: {
            deleted,
            kept,
            ...(volumes.keptOwner === undefined ? {} : { keptOwner: volumes.keptOwner }),
            ...(unlisted > 0 ? { unlisted } : {}),
          },
        }
      : {}),
  };
};
