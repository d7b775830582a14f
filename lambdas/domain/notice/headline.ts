import { alreadyDone } from '../grace-period/order.ts';
import { isRepairable } from '../verdict/verdict.ts';
import type { Concern } from './concern.ts';
import { formatMinute } from './format-time.ts';
import type { Telling } from './telling.ts';

/** So many instances, in words. */
export const count = (instanceIds: { readonly length: number }, what = 'instance'): string =>
  instanceIds.length === 1 ? `1 ${what}` : `${instanceIds.length} ${what}s`;

/** Why EC2 did not do as it was told, where a person would not guess it from the code. */
const WHY: ReadonlyMap<string, string> = new Map([
  ['termination-protected', 'termination protection is on'],
  ['stop-protected', 'protected from termination and from stopping'],
  ['request-not-cancelled', 'its Spot request was not cancelled'],
  ['owner-written-since', 'it has an Owner since'],
  ['account-not-listed', 'its account left the service'],
  ['PauseNotReadable', 'whether enforcement is paused could not be read'],
  ['unauthorized', 'AWS did not authorize it: an Owner written since, or a policy'],
  ['SessionPolicyTooLarge', 'its tags are too long for the policy that protects them'],
]);

/** What happened or will happen, and when: the subject of a mail and the first line of a section. */
export const headline = (
  { decision, reason, verdict, instanceIds }: Concern,
  { input, round, settings: { ownerTag, timeZone } }: Telling,
): string => {
  const { key } = ownerTag;
  const these = count(instanceIds);
  switch (decision) {
    case 'warned': {
      const will = input.account.mode === 'dry-run' ? 'would' : 'will';
      return `${these} ${will} be terminated at ${formatMinute(round.deadline, timeZone)} unless tagged ${key}`;
    }
    case 'terminated': {
      const ended = reason === 'protection-overridden' ? count(instanceIds, 'protected instance') : these;
      return `${ended} terminated at ${formatMinute(round.checkedAt, timeZone)}: no valid tag ${key}`;
    }
    case 'stopped':
      return `${these} stopped at ${formatMinute(round.checkedAt, timeZone)}: termination protection is on`;
    case 'held':
      return `${these} held, not terminated: enforcement is paused`;
    case 'would-terminate':
      return `${these} would be terminated now in mode enforce`;
    case 'failed': {
      const { reason: alone } = alreadyDone(reason);
      const why = WHY.get(alone) ?? alone;
      if (verdict.reason === 'near-miss') return `FAILED to correct the tag ${key} of ${these} (${why})`;
      if (verdict.reason === 'inheritable') return `FAILED to write the tag ${key} on ${these} (${why})`;
      return `FAILED to terminate ${these} (${why})`;
    }
    case 'repaired':
      return `Tag ${key} corrected on ${these}: nothing to do`;
    case 'inherited': {
      const workers = round.tools?.includes('toil') ? count(instanceIds, 'Toil worker') : these;
      return `Tag ${key} written on ${workers}: nothing to do`;
    }
    case 'invalid':
      if (isRepairable(verdict)) return `Tag ${key} of ${these} is not kept; nothing is terminated`;
      return `Tag ${key} of ${these} is not valid; nothing is terminated`;
    case 'exempt':
      return `${these} will not be terminated: the account left the service`;
    case 'noticed':
      return `${these} without a valid tag ${key}; nothing is terminated`;
    default:
      return decision satisfies never;
  }
};
