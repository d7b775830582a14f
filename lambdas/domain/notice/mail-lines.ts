import type { Cause, NoticeInput } from '../grace-period/input.ts';
import { type InstanceLine, MAX_LISTED, type Round } from '../grace-period/round.ts';
import { type Launch, valuesOf } from '../record/launch.ts';
import type { Evidence, Launcher } from '../record/launcher.ts';
import { printable } from '../text.ts';
import { formatMinute, formatTime, LINE_LENGTH, SAFE_TEXT, truncate, wrap } from './mail-text.ts';
import type { NewsItem, NoticeContext, NoticeSettings, SourceNews } from './news.ts';
import { shownNoticeId } from './recipients.ts';

const LABEL_WIDTH = 13;

/** A fact with its label. A long one goes on in the next line, under its beginning. */
export const fact = (label: string, value: string): string[] =>
  wrap(`${`${label}:`.padEnd(LABEL_WIDTH)}${printable(value)}`, ' '.repeat(LABEL_WIDTH));

const KEYS = { 'reservation-id': 'Reservation', 'client-token': 'Token', 'instance-id': 'Instance' } as const;

/** The label of the launch's eventTime, which is when the grace period began. */
const BEGAN = {
  launch: 'Launched at',
  untagged: 'Untagged at',
  sweep: 'Found at',
  resume: 'Resumed at',
} as const;

/** Why a grace period began that no launch began. */
const causeText = (cause: Exclude<Cause, 'launch'>, key: string): string => {
  switch (cause) {
    case 'untagged':
      return `the tag ${key} was taken away or changed`;
    case 'sweep':
      return 'found by a sweep, which looks at all instances';
    case 'resume':
      return 'it was held, and is held no longer';
    default:
      return cause satisfies never;
  }
};

/** The end of every mail: where it happened, who is behind it, whom to ask, and the id of the notice. */
export const factLines = (
  { launch, cause, account }: NoticeInput,
  launcher: Launcher,
  noticeId: string,
  { timeZone, administrators, ownerTag }: NoticeSettings,
  deadline?: string,
): string[] => [
  ...(deadline === undefined ? [] : fact('Deadline', formatTime(deadline, timeZone))),
  ...fact('Account', `${account.name} (${launch.accountId}), ${launch.region}`),
  ...fact('Launched by', launcher.description),
  ...(cause !== 'launch' && launch.launchedAt !== undefined
    ? fact('Launched at', formatTime(launch.launchedAt, timeZone))
    : []),
  ...fact(BEGAN[cause], formatTime(launch.eventTime, timeZone)),
  ...(cause === 'launch' ? [] : fact('Why now', causeText(cause, ownerTag.key))),
  // If there are several, they are listed above.
  ...(valuesOf(launch.key).length === 1 ? fact(KEYS[launch.key.filter], launch.key.value) : []),
  ...fact('Questions', administrators.join(', ')),
  // SNS may deliver twice: a repetition has the same id, another notice has another one.
  ...fact('Notice', shownNoticeId(noticeId)),
];

const described = ({ examples }: Pick<Round, 'examples'>): ReadonlyMap<string, InstanceLine> =>
  new Map(examples.map((example) => [example.instanceId, example]));

const volumeLines = ({ volumes }: InstanceLine): string[] => {
  if (!volumes) return [];
  const line = (label: string, ids: readonly string[]) =>
    ids.length > 0 ? wrap(`    ${label}${ids.join(' ')}`, ' '.repeat(4 + label.length)) : [];
  return [
    ...line('kept:    ', volumes.kept),
    ...(volumes.keptOwner === undefined
      ? []
      : line('         ', [`tagged with the owner ${printable(volumes.keptOwner)}`])),
    ...line('deleted: ', volumes.deleted),
    ...(volumes.unlisted ? [`    and ${volumes.unlisted} more volumes`] : []),
  ];
};

/**
 * The instances of an item of news, one on each line: first those that the round describes; at the end, a count
 * of the others.
 */
export const instanceLines = (
  { instanceIds, decision }: Pick<NewsItem, 'instanceIds' | 'decision'>,
  round: Pick<Round, 'examples'>,
): string[] => {
  const examples = described(round);
  const listed = [...instanceIds]
    .sort((a, b) => Number(examples.has(b)) - Number(examples.has(a)))
    .slice(0, MAX_LISTED);
  const rest = instanceIds.length - listed.length;
  return [
    ...listed.flatMap((instanceId) => {
      const example = examples.get(instanceId);
      const { instanceType = '', name = '' } = example ?? {};
      return [
        truncate(`  ${instanceId}  ${instanceType}  ${printable(name)}`, LINE_LENGTH).trimEnd(),
        ...(example && decision === 'terminated' ? volumeLines(example) : []),
      ];
    }),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
};

/** What is left of the disks of terminated instances, in one sentence; nothing if that is unknown. */
export const volumesLeft = ({ instanceIds, decision }: NewsItem, round: Round): string[] => {
  if (decision !== 'terminated') return [];
  const examples = described(round);
  const volumes = instanceIds.flatMap((instanceId) => examples.get(instanceId)?.volumes ?? []);
  const kept = volumes.flatMap((some) => some.kept).length;
  if (kept > 0) {
    const survive =
      kept === 1 ? '1 volume survives and still costs' : `${kept} volumes survive and still cost`;
    return [`${survive} money: see below.`];
  }
  const isSure = volumes.length === instanceIds.length && volumes.every((some) => !some.unlisted);
  return isSure ? ['No volume survives: all were deleted with the instances.'] : [];
};

/** In characters. A group's name may have 255. */
const MAX_NAME_LENGTH = 48;

/**
 * What a mail says of a source, which may launch again what is terminated. A warning stands for all that it launches in
 * an hour, and says so.
 */
export const sourceLines = (
  source: SourceNews | null,
  { isWarning, isDryRun }: { readonly isWarning: boolean; readonly isDryRun: boolean },
  timeZone: string,
): string[] => {
  if (!source) return [];
  const { what, name, launches, since, until } = source;
  const [more, their] = launches === 1 ? ['1 more launch', 'its'] : [`${launches} more launches`, 'their'];
  const earlier =
    launches > 0 && since !== null
      ? `${more} since ${formatMinute(since, timeZone)} had no mail of ${their} own. `
      : '';
  const end = formatMinute(until, timeZone);
  const others = isWarning
    ? `What else it launches until ${end} is treated alike${isDryRun ? ',' : ': unless tagged, it ends'} without a mail of its own.`
    : `The next mail like this about it does not come before ${end}.`;
  return [
    ...wrap(`${what}: ${truncate(printable(name), MAX_NAME_LENGTH)}`),
    ...wrap(`  ${earlier}${others}`, '  '),
    '',
  ];
};

/**
 * A page of the console, and what to do there. A link stays on one line, even if it is longer than others: a mail program
 * would not open the rest of it.
 */
const pageOf = ({ region, key }: Launch, instanceIds: readonly string[]): { link: string; step: string } => {
  const page = `https://console.aws.amazon.com/ec2/home?region=${region}`;
  const [first = '', second] = instanceIds;
  if (second === undefined && SAFE_TEXT.test(first)) {
    return { link: `${page}#InstanceDetails:instanceId=${first}`, step: 'open the instance' };
  }
  const isOneReservation = key.filter === 'reservation-id' && SAFE_TEXT.test(key.value);
  return { link: `${page}#Instances:`, step: `search ${isOneReservation ? key.value : first}` };
};

/** Evidence that leads from a session back to the user of the gateway who assumed its role. */
const BY_ASSUMED_ROLE: readonly (Evidence | null)[] = ['assume-role', 'mfa-device', 'session-name'];

/** In characters, of path and name: the console switches to no role with longer ones. */
const MAX_SWITCHED_ROLE = 64;

/**
 * The link with which the launcher switches to the role that they launched with; undefined if they used none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html
 */
const switchRoleLink = ({ input: { launch, account }, launcher }: NoticeContext): string | undefined => {
  const identity = launch.identity ?? launcher.identity;
  if (identity?.is !== 'role-session' || !BY_ASSUMED_ROLE.includes(launcher.evidence)) return undefined;
  const role = `${identity.rolePath ?? ''}${identity.roleName}`;
  const isPossible =
    role.length <= MAX_SWITCHED_ROLE && role.split('/').every((part) => SAFE_TEXT.test(part));
  return isPossible
    ? `https://signin.aws.amazon.com/switchrole?account=${launch.accountId}&roleName=${role}&displayName=${encodeURIComponent(account.name)}`
    : undefined;
};

/** How to set the tag in the console. */
export const consoleLines = (context: NoticeContext, instanceIds: readonly string[]): string[] => {
  const { link, step } = pageOf(context.input.launch, instanceIds);
  const switchRole = switchRoleLink(context);
  return switchRole === undefined
    ? [...wrap(`Or in the console: ${step}, tab Tags, Manage tags:`), link]
    : ['Or in the console: switch role,', switchRole, ...wrap(`then ${step}, tab Tags, Manage tags:`), link];
};
