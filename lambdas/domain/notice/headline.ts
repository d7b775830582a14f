import type { OwnerTag } from '../compliance/owner-rule.ts';
import { isRepairable, type Verdict } from '../compliance/verdict.ts';
import { splitSideEffect } from '../grace-period/orders-and-results.ts';
import type { Tag } from '../instances.ts';
import { printable } from '../text.ts';
import { isByToil } from './advice.ts';
import { formatMinute, truncate } from './mail-text.ts';
import type { NewsItem, NoticeContext } from './news.ts';

/** A number of instances, in words. */
export const countInWords = (instanceIds: { readonly length: number }, what = 'instance'): string =>
  instanceIds.length === 1 ? `1 ${what}` : `${instanceIds.length} ${what}s`;

/** Why EC2 did not do what it was asked, for codes that a person would not understand. */
const FAILURE_REASONS: ReadonlyMap<string, string> = new Map([
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
  { decision, reason, verdict, instanceIds }: NewsItem,
  context: NoticeContext,
): string => {
  const { input, round, settings } = context;
  const { ownerTag, timeZone } = settings;
  const { key } = ownerTag;
  const these = countInWords(instanceIds);
  switch (decision) {
    case 'warned': {
      const will = input.account.mode === 'dry-run' ? 'would' : 'will';
      return `${these} ${will} be terminated at ${formatMinute(round.deadline, timeZone)} unless tagged ${key}`;
    }
    case 'terminated': {
      const ended =
        reason === 'protection-overridden' ? countInWords(instanceIds, 'protected instance') : these;
      return `${ended} terminated at ${formatMinute(round.checkedAt, timeZone)}: no valid tag ${key}`;
    }
    case 'stopped':
      return `${these} stopped at ${formatMinute(round.checkedAt, timeZone)}: termination protection is on`;
    case 'held':
      return `${these} held, not terminated: enforcement is paused`;
    case 'would-terminate':
      return `${these} would be terminated now in mode enforce`;
    case 'failed': {
      const { reason: alone } = splitSideEffect(reason);
      const why = FAILURE_REASONS.get(alone) ?? alone;
      if (verdict.reason === 'near-miss' || verdict.reason === 'tool-owner')
        return `FAILED to correct the tag ${key} of ${these} (${why})`;
      if (verdict.reason === 'inheritable') return `FAILED to write the tag ${key} on ${these} (${why})`;
      return `FAILED to terminate ${these} (${why})`;
    }
    case 'repaired':
      return `Tag ${key} corrected on ${these}: nothing to do`;
    case 'inherited': {
      const workers = isByToil(context) ? countInWords(instanceIds, 'Toil worker') : these;
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

/** In characters. A value may have 256; these are enough to recognise it. */
const MAX_QUOTE_LENGTH = 60;

/** A list shows at most this many texts, and counts the others. */
const MAX_PATTERNS = 4;

/** A key or value as a person wrote it, in quotes. */
export const quote = (text: string): string => `"${truncate(printable(text), MAX_QUOTE_LENGTH)}"`;

const list = (texts: readonly string[]): string =>
  [
    ...texts.slice(0, MAX_PATTERNS),
    ...(texts.length > MAX_PATTERNS ? [`${texts.length - MAX_PATTERNS} more`] : []),
  ].join(', ');

/** The letters of a key, without regard to case, signs and characters that do not show. */
const lettersOf = (key: string): string =>
  key
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** A key in quotes. One that has characters that do not show would look right. */
const quoteKey = (key: string): string =>
  printable(key) === key ? quote(key) : `${quote(key)} (with a character that does not show)`;

/** Says which other keys a person or a tool may have taken for the Owner's; empty if there are none. */
const lookAlikes = (tags: readonly Tag[], key: string): string => {
  const letters = lettersOf(key);
  const keys = tags.flatMap((tag) => {
    const its = lettersOf(tag.key);
    const isLike = letters !== '' && (its.startsWith(letters) || its.endsWith(letters));
    return isLike && tag.key !== key && !tag.key.startsWith('aws:') ? [tag.key] : [];
  });
  if (keys.length === 0) return '';
  return `; ${list([...new Set(keys)].map(quoteKey))} ${keys.length === 1 ? 'is another key' : 'are other keys'}`;
};

/**
 * What is wrong with the tags, or why nothing is, in a few words.
 *
 * @param tags of the instances
 */
export const problem = (verdict: Verdict, { key, patterns }: OwnerTag, tags: readonly Tag[] = []): string => {
  switch (verdict.reason) {
    case 'owner-missing':
      return `no tag ${quote(key)}${lookAlikes(tags, key)}`;
    case 'owner-empty':
      return `the tag ${quote(key)} is empty${lookAlikes(tags, key)}`;
    case 'no-pattern-matches':
    case 'no-user-known-to-match':
    case 'owner-invalid':
      return `the value ${quote(verdict.tag.value)} of the tag ${quote(verdict.tag.key)} matches none of ${list(patterns)}`;
    case 'near-misses-disagree':
      return `several tags look like ${quote(key)} and disagree: ${list(verdict.values.map(quote))}`;
    case 'near-miss':
    case 'tool-owner':
      return `the tag ${quote(verdict.tag.key)} = ${quote(verdict.tag.value)} must be ${quote(key)} = ${quote(verdict.owner)}`;
    case 'inheritable':
      return `no tag ${quote(key)}, unlike ${verdict.from.kind === 'instance' ? 'instance' : 'Auto Scaling group'} ${truncate(printable(verdict.from.id), MAX_QUOTE_LENGTH)}, which launched it`;
    case 'origin-not-found':
      return `no tag ${quote(key)}; AWS does not show ${truncate(printable(verdict.from.id), MAX_QUOTE_LENGTH)}, which launched it`;
    case 'owner-valid':
      return 'nothing';
    case 'aws-managed':
      return 'nothing: an AWS service manages it';
    case 'exempt-by-configuration':
      return `nothing: it is exempt (${truncate(printable(verdict.why), MAX_QUOTE_LENGTH)})`;
    case 'account-not-listed':
      return 'not looked at: its account was taken out of the configuration';
    case 'before-enforcement':
      return `no valid tag ${quote(key)}; it was launched before enforceLaunchesAfter`;
    case 'launcher-not-known':
      return `no valid tag ${quote(key)}; a role may exempt it, and no record of its launch is known`;
    case 'shutting-down':
    case 'terminated':
    case 'not-found':
      return 'nothing: it is gone';
    default:
      return verdict satisfies never;
  }
};

/** What else was done, or would have happened, by the reason that `terminate` gives. */
const SIDE_EFFECTS: ReadonlyMap<string, string> = new Map([
  ['protection-overridden', 'Termination protection was on: it is overridden here, by configuration.'],
  ['request-cancelled', 'The persistent Spot request, which would launch another, was cancelled.'],
  ['request-not-cancelled', 'Terminated before its Spot request is cancelled, it would come back.'],
  ['answer-lost', "AWS's answer was lost on the way: somebody else may have ended it first."],
]);

const sentences = ({ reason, sentence }: ReturnType<typeof splitSideEffect>): string | null =>
  [SIDE_EFFECTS.get(reason), sentence].filter((sentence) => sentence).join(' ') || null;

/** What else was done, in a sentence or two, so that each change is reported. Null if there was nothing. */
export const sideEffectText = ({ decision, reason }: Pick<NewsItem, 'decision' | 'reason'>): string | null =>
  decision === 'terminated' || decision === 'failed' || decision === 'held' || decision === 'would-terminate'
    ? sentences(splitSideEffect(reason))
    : null;
