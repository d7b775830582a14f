import type { Concern } from './concern.ts';
import { formatClock } from './format-time.ts';

const count = (instanceIds: readonly string[]): string =>
  instanceIds.length === 1 ? '1 instance' : `${instanceIds.length} instances`;

/** Why EC2 did not do as it was told, where a person would not guess it from the code. */
const WHY: Readonly<Record<string, string>> = {
  'termination-protected': 'termination protection is on',
  'refused-by-guard': 'AWS finds an Owner on it',
};

/**
 * What happened or will happen, for the subject of a mail and the first line of a section.
 *
 * @param deadline when instances that are warned of end
 * @param key the key of the Owner tag
 */
export const headline = (
  { decision, reason, verdict, instanceIds }: Concern,
  { deadline, timeZone, key }: { readonly deadline: string; readonly timeZone: string; readonly key: string },
): string => {
  const these = count(instanceIds);
  switch (decision) {
    case 'warned':
      return `${these} will be terminated at ${formatClock(deadline, timeZone)} unless tagged ${key}`;
    case 'terminated':
      return `${these} terminated: no valid tag ${key} when the grace period ended`;
    case 'would-terminate':
      return `${these} would be terminated now in mode enforce`;
    case 'failed': {
      const what = verdict.reason === 'near-miss' ? `correct the tag ${key} of` : 'terminate';
      return `FAILED to ${what} ${these} (${WHY[reason] ?? reason})`;
    }
    case 'repaired':
      return `Tag ${key} corrected on ${these}: nothing to do`;
    case 'invalid':
      return `Tag ${key} of ${these} is not valid; nothing is terminated`;
    default:
      return decision satisfies never;
  }
};
