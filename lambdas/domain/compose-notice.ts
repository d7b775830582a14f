import type { Concern } from './concern.ts';
import { executionName } from './execution-name.ts';
import { formatTime } from './format-time.ts';
import { LISTED, type NoticeInput, type Round } from './grace-period.ts';
import { headline } from './headline.ts';
import type { OwnerTag } from './owner-tag.ts';
import { consoleLink, saveCommand } from './save-command.ts';
import { subject } from './subject.ts';
import { whatIsWrong } from './what-is-wrong.ts';

export type NoticeSettings = {
  readonly ownerTag: OwnerTag;
  /** An IANA time zone name. */
  readonly timeZone: string;
  /** Addresses to ask. */
  readonly administrators: readonly string[];
};

/** The instances of a concern, one a line: those that the round describes first, then a count of the others. */
const instanceLines = ({ instanceIds }: Concern, { examples }: Round): string[] => {
  const described = new Map(examples.map((example) => [example.instanceId, example]));
  const listed = [...instanceIds]
    .sort((a, b) => Number(described.has(b)) - Number(described.has(a)))
    .slice(0, LISTED);
  const rest = instanceIds.length - listed.length;
  return [
    ...listed.map((instanceId) => {
      const { instanceType = '', name = '' } = described.get(instanceId) ?? {};
      return `  ${instanceId}  ${instanceType}  ${name}`.trimEnd();
    }),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
};

/** What a person can still do about a concern. */
const toDo = ({ decision, instanceIds }: Concern, { launch }: NoticeInput, ownerTag: OwnerTag): string[] =>
  decision === 'warned' || decision === 'invalid'
    ? [`To set the tag ${ownerTag.key}, run:`, '', `  ${saveCommand(launch, instanceIds, ownerTag)}`, '']
    : [];

/** Where it happened, for a subject. */
export const placeOf = ({ account, launch }: NoticeInput): string =>
  `${account.mode === 'dry-run' ? '[dry-run] ' : ''}${account.name} ${launch.region}`;

/** Writes the mail of a round: one for the whole launch, the most urgent concern first. */
export const composeNotice = (
  input: NoticeInput,
  round: Round,
  [first, ...others]: readonly [Concern, ...Concern[]],
  { ownerTag, timeZone, administrators }: NoticeSettings,
): { subject: string; message: string } => {
  const { launch, account } = input;
  const dryRun = account.mode === 'dry-run';
  const title = (concern: Concern): string =>
    headline(concern, { deadline: round.deadline, timeZone, key: ownerTag.key, dryRun });
  const section = (concern: Concern): string[] => [
    `${title(concern)}.`,
    `${concern.decision === 'repaired' ? 'What was wrong' : 'What is wrong'}: ${whatIsWrong(concern.verdict, ownerTag)}.`,
    ...(concern.decision === 'warned' ? [`Deadline: ${formatTime(round.deadline, timeZone)}`] : []),
    '',
    ...instanceLines(concern, round),
    '',
    ...toDo(concern, input, ownerTag),
  ];
  return {
    subject: subject(placeOf(input), title(first)),
    message: [
      ...(dryRun ? ['DRY RUN: this account is not enforced. Nothing is terminated.', ''] : []),
      ...[first, ...others].flatMap(section),
      `Sub-account: ${account.name} (${launch.accountId}), ${launch.region}`,
      `Launched by: ${launch.launcher.description}`,
      `Launched at: ${formatTime(launch.eventTime, timeZone)}`,
      `Console:     ${consoleLink(launch, first.instanceIds)}`,
      `Questions:   ${administrators.join(', ')}`,
      '',
      // SNS may deliver twice: the id tells a repetition from a second notice.
      `Notice ${executionName(launch)} of ${round.checkedAt}`,
    ].join('\n'),
  };
};
