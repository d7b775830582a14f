import { messageOf } from './cause.ts';
import type { Concern } from './concern.ts';
import { executionName } from './execution-name.ts';
import { formatClock, formatTime } from './format-time.ts';
import { LISTED, type NoticeInput, type Round } from './grace-period.ts';
import type { OwnerTag } from './owner-tag.ts';
import { printable } from './printable.ts';
import { consoleLink, saveCommand } from './save-command.ts';
import { whatIsWrong } from './what-is-wrong.ts';

export type NoticeSettings = {
  readonly ownerTag: OwnerTag;
  /** An IANA time zone name. */
  readonly timeZone: string;
  /** Addresses to ask. */
  readonly administrators: readonly string[];
};

/**
 * SNS takes fewer than 100 characters, the first of them no blank; ASCII is safe everywhere.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
const subjectOf = (text: string): string =>
  printable(text)
    .replace(/[^\x20-\x7e]/g, '?')
    .trim()
    .slice(0, 99);

const count = (instanceIds: readonly string[]): string =>
  instanceIds.length === 1 ? '1 instance' : `${instanceIds.length} instances`;

/** What happened or will happen, for the subject and for the first line of a section. */
const headline = (
  { decision, reason, instanceIds }: Concern,
  round: Round,
  zone: string,
  key: string,
): string => {
  const these = count(instanceIds);
  switch (decision) {
    case 'warned':
      return `${these} will be terminated at ${formatClock(round.deadline, zone)} unless tagged ${key}`;
    case 'terminated':
      return `${these} terminated: no valid tag ${key} when the grace period ended`;
    case 'would-terminate':
      return `${these} would be terminated now in mode enforce`;
    case 'failed':
      return `FAILED on ${these} (${reason})`;
    case 'repaired':
      return `tag ${key} corrected on ${these}`;
    case 'invalid':
      return `${these} with a tag ${key} that is not valid`;
    default:
      return decision satisfies never;
  }
};

const section = (
  concern: Concern,
  input: NoticeInput,
  round: Round,
  { ownerTag, timeZone }: NoticeSettings,
) => {
  const { instanceIds, verdict, decision } = concern;
  const described = new Map(round.examples.map((example) => [example.instanceId, example]));
  const listed = [...instanceIds]
    .sort((a, b) => Number(described.has(b)) - Number(described.has(a)))
    .slice(0, LISTED);
  const rest = instanceIds.length - listed.length;
  const canSave = decision === 'warned' || decision === 'invalid';
  return [
    `${headline(concern, round, timeZone, ownerTag.key)}.`,
    `What is wrong: ${whatIsWrong(verdict, ownerTag)}.`,
    ...(decision === 'warned' ? [`Deadline:      ${formatTime(round.deadline, timeZone)}`] : []),
    '',
    ...listed.map((instanceId) => {
      const { instanceType = '', name = '' } = described.get(instanceId) ?? {};
      return `  ${instanceId}  ${instanceType}  ${name}`.trimEnd();
    }),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
    '',
    ...(canSave ? ['To set it, run:', '', `  ${saveCommand(input.launch, instanceIds, ownerTag)}`, ''] : []),
  ];
};

/** Writes the mail of a round: one for the whole launch, the most urgent concern first. */
export const composeNotice = (
  input: NoticeInput,
  round: Round,
  [first, ...others]: readonly [Concern, ...Concern[]],
  settings: NoticeSettings,
): { subject: string; message: string } => {
  const { launch, account } = input;
  const dryRun = account.mode === 'dry-run';
  const where = `${account.name} (${launch.accountId}), ${launch.region}`;
  const title = headline(first, round, settings.timeZone, settings.ownerTag.key);
  return {
    subject: subjectOf(`${dryRun ? '[dry-run] ' : ''}${account.name} ${launch.region}: ${title}`),
    message: [
      ...(dryRun ? ['DRY RUN: this account is not enforced. Nothing is terminated.', ''] : []),
      ...[first, ...others].flatMap((concern) => section(concern, input, round, settings)),
      `Sub-account: ${where}`,
      `Launched by: ${launch.launcher.description}`,
      `Launched at: ${formatTime(launch.eventTime, settings.timeZone)}`,
      `Console:     ${consoleLink(launch, first.instanceIds)}`,
      `Questions:   ${settings.administrators.join(', ')}`,
      '',
      // SNS may deliver twice: the id tells a repetition from a second notice.
      `Notice ${executionName(launch)} of ${round.checkedAt}`,
    ].join('\n'),
  };
};

/** Writes the mail that says that a launch could not be looked at, so that nothing was judged or done. */
export const composeFailure = (
  { launch, account }: NoticeInput,
  failure: { readonly Error: string; readonly Cause?: string | undefined },
  { timeZone, administrators }: NoticeSettings,
): { subject: string; message: string } => ({
  subject: subjectOf(`${account.name} ${launch.region}: FAILED to check a launch (${failure.Error})`),
  message: [
    'A launch could not be checked. None of its instances was judged or ended.',
    '',
    `Error:       ${printable(`${failure.Error}: ${messageOf(failure.Cause ?? 'no cause given')}`)}`,
    `Sub-account: ${account.name} (${launch.accountId}), ${launch.region}`,
    `Launch:      ${launch.key.filter} ${printable(launch.key.value)}`,
    `Launched by: ${launch.launcher.description}`,
    `Launched at: ${formatTime(launch.eventTime, timeZone)}`,
    `Questions:   ${administrators.join(', ')}`,
    '',
    `Notice ${executionName(launch)}`,
  ].join('\n'),
});
