import type { NoticeInput } from '../grace-period/input.ts';
import type { Failure } from '../grace-period/round.ts';
import type { Mail } from '../mail.ts';
import type { Launcher } from '../record/launcher.ts';
import { messageOf, printable } from '../text.ts';
import { adviceLines } from './advice.ts';
import { countInWords, headline, problem, sideEffectText } from './headline.ts';
import { forwardRequest, instruction, ownerToSet, tagCommand } from './instruction.ts';
import { consoleLines, fact, factLines, instanceLines, sourceLines, volumesLeft } from './mail-lines.ts';
import { subject, truncate, wrap } from './mail-text.ts';
import type { NewsItem, NoticeContext, NoticeSettings } from './news.ts';

const DRY_RUN = 'DRY RUN: this account is not enforced. Nothing is terminated.';

/** Comes before a deadline, because the deadline may not hold. */
const PAUSED = 'Enforcement is paused. What falls due gets a new grace period after it.';

/** Where it happened, for the subject. */
const placeOf = ({ account, launch }: NoticeInput): string =>
  `${account.mode === 'dry-run' ? '[dry-run] ' : ''}${account.name} ${launch.region}`;

/** Writes the mail of a round: one for the whole launch, the most urgent news first. */
export const composeNotice = (
  context: NoticeContext,
  [first, ...others]: readonly [NewsItem, ...NewsItem[]],
  noticeId: string,
): Pick<Mail, 'subject' | 'message'> => {
  const { input, round, launcher, source, settings } = context;
  const isDryRun = input.account.mode === 'dry-run';
  const isWarning = [first, ...others].some(({ decision }) => decision === 'warned');
  const message = [
    ...(isDryRun ? [DRY_RUN] : []),
    ...(isWarning && round.paused && !isDryRun ? [PAUSED] : []),
    ...section(first, context, isDryRun ? [] : forwardRequest(launcher)),
    ...others.flatMap((item) => section(item, context)),
    ...sourceLines(source, { isWarning, isDryRun }, settings.timeZone),
    ...adviceLines(first, context, ownerToSet(first, context)),
    ...factLines(input, launcher, noticeId, settings, isWarning ? round.deadline : undefined),
  ].join('\n');
  return { subject: subject(placeOf(input), headline(first, context)), message };
};

/** The command that writes the tag, and how to write it in the console. */
const howTo = ({ instanceIds }: NewsItem, context: NoticeContext, owner: string | null): string[] => [
  ...tagCommand(context.input.launch, instanceIds, context.settings.ownerTag.key, owner),
  '',
  ...consoleLines(context, instanceIds),
  '',
];

/** What is wrong with the tags of the instances; nothing if the mail has said so already, or they are gone. */
const finding = ({ decision, verdict }: NewsItem, { settings, round }: NoticeContext): string[] => {
  const isRight = decision === 'repaired' || decision === 'inherited' || decision === 'exempt';
  if (verdict.is === 'gone' || isRight) return [];
  const was = decision === 'terminated' ? 'was' : 'is';
  return wrap(`What ${was} wrong: ${problem(verdict, settings.ownerTag, round.traces?.tags)}.`, '  ');
};

/** Why the instances inherit nothing, although their origin might have an Owner. */
const notInherited = ({ decision }: NewsItem, { round: { origin } }: NoticeContext): string[] =>
  origin?.isNotFound && (decision === 'warned' || decision === 'terminated')
    ? wrap(
        `Launched by ${printable(origin.id)}, which AWS does not show in ${printable(origin.region ?? 'this Region')}: no Owner of it could be passed on.`,
        '  ',
      )
    : [];

/**
 * One item of news: what happens and when, what to do and how, and which instances. `lead` comes before what to
 * do.
 */
const section = (item: NewsItem, context: NoticeContext, lead: readonly string[] = []): string[] => {
  const { text, command } = instruction(item, context);
  return [
    ...wrap(printable(`${headline(item, context)}.`), '  '),
    ...lead,
    ...wrap(sideEffectText(item) ?? '', '  '),
    ...wrap(printable(text), '  '),
    ...volumesLeft(item, context.round),
    '',
    ...(command ? howTo(item, context, command.owner) : []),
    ...finding(item, context),
    ...notInherited(item, context),
    ...instanceLines(item, context.round),
    '',
  ];
};

/** In characters. The execution has the whole error. */
const MAX_ERROR_LENGTH = 600;

/** What AWS had confirmed before the check failed, and whether more instances may have been terminated. */
const whatWasDone = ({ answerLost, notEnded, terminations }: NoticeInput): string[] => {
  const { results = [], ifGone = [] } = terminations ?? {};
  const confirmed = results.flatMap(({ result, instanceIds }): string[] => {
    if (result !== 'terminated' && result !== 'stopped') return [];
    const those = instanceLines({ instanceIds, decision: result }, { examples: [] });
    return [`${countInWords(instanceIds)} ${result} before that:`, ...those];
  });
  if (answerLost || notEnded || ifGone.length > 0) {
    const lost =
      'A launch could not be checked after a termination without an answer: instances may have ended.';
    return [...wrap(lost), ...confirmed];
  }
  return confirmed.length > 0
    ? ['A launch could not be checked to the end of its termination.', ...confirmed]
    : ['A launch could not be checked: none of it was judged or terminated.'];
};

/** Writes the mail about a launch that could not be checked, at all or after a termination had begun. */
export const composeFailure = (
  input: NoticeInput,
  failure: Failure,
  launcher: Launcher,
  noticeId: string,
  settings: NoticeSettings,
): Pick<Mail, 'subject' | 'message'> => {
  const { key } = settings.ownerTag;
  const message = [
    ...whatWasDone(input),
    ...wrap(`If it is yours, make sure that each instance has its tag ${key}.`),
    'Administrators: see the error below. The next sweep looks again.',
    '',
    ...fact(
      'Error',
      truncate(`${failure.Error}: ${messageOf(failure.Cause ?? 'no cause given')}`, MAX_ERROR_LENGTH),
    ),
    ...factLines(input, launcher, noticeId, settings),
  ].join('\n');
  const what = `FAILED to check a launch (${printable(failure.Error)})`;
  return { subject: subject(placeOf(input), what), message };
};
