import type { Concern } from './concern.ts';
import { formatClock } from './format-time.ts';

const count = (instanceIds: readonly string[]): string =>
  instanceIds.length === 1 ? '1 instance' : `${instanceIds.length} instances`;

/** Why EC2 did not do as it was told, where a person would not guess it from the code. */
const WHY: Readonly<Record<string, string>> = {
  'termination-protected': 'termination protection is on',
  unauthorized: 'AWS did not authorize it: an Owner written since, or a policy',
};

export type HeadlineSettings = {
  /** When instances that are warned of end. */
  readonly deadline: string;
  /** An IANA time zone name. */
  readonly timeZone: string;
  /** The key of the Owner tag. */
  readonly key: string;
  readonly dryRun: boolean;
};

/** What happened or will happen, for the subject of a mail and the first line of a section. */
export const headline = (
  { decision, reason, verdict, instanceIds }: Concern,
  { deadline, timeZone, key, dryRun }: HeadlineSettings,
): string => {
  const these = count(instanceIds);
  switch (decision) {
    case 'warned':
      return `${these} ${dryRun ? 'would' : 'will'} be terminated at ${formatClock(deadline, timeZone)} unless tagged ${key}`;
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
