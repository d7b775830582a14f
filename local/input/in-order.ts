import { compare } from '../../infra/compare.ts';
import { canonical } from '../json.ts';
import type { Entry } from './entry.ts';

/** eventTime has whole seconds: within one, an instance is launched before anything else happens to it. */
const rank = ({ eventName }: Entry): number => (eventName === 'RunInstances' ? 0 : 1);

const content = ({ accountId, region, record }: Entry): string => canonical([accountId, region, record]);

/** The order in which records happened, whatever order they came in: it leaves nothing to chance. */
const inOrder = (a: Entry, b: Entry): number =>
  a.at - b.at ||
  rank(a) - rank(b) ||
  compare(a.eventId ?? '', b.eventId ?? '') ||
  compare(content(a), content(b));

/** CloudTrail delivers at least once. An id alone is not enough: documentation repeats its made-up ones. */
const identity = (entry: Entry): string =>
  entry.eventId === null
    ? content(entry)
    : `${entry.eventId} ${entry.at} ${entry.eventName} ${entry.accountId}`;

/** Puts a history in order and drops what came twice. */
export const putInOrder = (entries: readonly Entry[]): Entry[] => {
  const seen = new Set<string>();
  return [...entries].sort(inOrder).filter((entry) => {
    const key = identity(entry);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
};
