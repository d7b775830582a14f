import { matchesAny } from '../compliance/owner-rule.ts';
import { isAddress } from '../launcher/directory.ts';
import type { Mail } from '../mail.ts';
import { countInWords } from '../notice/headline.ts';
import { tagCommand } from '../notice/instruction.ts';
import { fact } from '../notice/mail-lines.ts';
import { formatMinute, formatTime, LINE_LENGTH, subject, truncate, wrap } from '../notice/mail-text.ts';
import type { NoticeSettings } from '../notice/news.ts';
import { idOf, mailId, recipients, shownNoticeId, type Topics } from '../notice/recipients.ts';
import { printable } from '../text.ts';
import type { BreakerNoticeInput } from './notices-due.ts';
import type { Group, Member } from './record.ts';

/** What the mails about a group are written from. */
type BreakerNoticeContext = {
  readonly input: BreakerNoticeInput;
  readonly group: Group;
  /** The instances that are held. */
  readonly members: readonly Member[];
  /** Who changed the Owner tags of some of them, as far as CloudTrail shows, in words for a mail. */
  readonly changedBy: readonly string[];
  readonly settings: NoticeSettings;
};

/** A mail lists at most this many instances, and counts the others. */
const MAX_LISTED = 20;

/**
 * At most this many people get a mail of their own, because an execution's state must hold all mails. The
 * program managers' mail covers the rest.
 */
const MAX_PERSONS = 40;

type Instances = readonly Member[];

const listed = (instances: Instances): string[] => [
  ...instances
    .slice(0, MAX_LISTED)
    .map(({ instanceId, region, name }) =>
      truncate(`  ${instanceId}  ${region}  ${printable(name ?? '')}`, LINE_LENGTH).trimEnd(),
    ),
  ...(instances.length > MAX_LISTED ? [`  and ${instances.length - MAX_LISTED} more`] : []),
];

/** The commands that tag instances, one for each Region and its first instances. */
const commands = (instances: Instances, key: string, owner: string | null): string[] =>
  [...Map.groupBy(instances, ({ region }) => region)].flatMap(([region, those]) => {
    const ids = those.map(({ instanceId }) => instanceId);
    return [...tagCommand({ region, key: { filter: 'instance-id', value: '' } }, ids, key, owner), ''];
  });

/** What happened, and what is done about it. */
const whatHappened = (
  { input, group, settings: { ownerTag, timeZone } }: BreakerNoticeContext,
  these: string,
): string => {
  const when = `within ten minutes from ${formatMinute(group.began, timeZone)} on`;
  const happened =
    group.cause === 'untagged'
      ? `${these} lost their tag ${ownerTag.key} ${when}`
      : `${these} were found without a valid tag ${ownerTag.key}`;
  const held =
    input.account.mode === 'dry-run'
      ? 'In mode enforce they would be held until an administrator decides.'
      : 'They are held: none is terminated until an administrator decides.';
  return `${happened}. So many at once are most often a mistake. ${held}`;
};

const facts = ({ input, group, changedBy, settings }: BreakerNoticeContext, noticeId: string): string[] => [
  ...(group.cause === 'untagged'
    ? fact(
        'Changed by',
        changedBy.length > 0 ? changedBy.join('; ') : 'not known: CloudTrail has not shown the call',
      )
    : []),
  ...fact('Account', `${input.account.name} (${input.accountId})`),
  ...fact('Began', formatTime(group.began, settings.timeZone)),
  ...fact('Group', group.id),
  ...fact('Questions', settings.administrators.join(', ')),
  ...fact('Notice', shownNoticeId(noticeId)),
];

const decisionCommands = (groupId: string): string[] => [
  'Decide, with credentials of the hub account:',
  '',
  `npm run breaker -- release ${groupId}`,
  '  gives each a new grace period, with a new warning',
  `npm run breaker -- dismiss ${groupId}`,
  '  leaves them alone until their Owner tags change',
  '',
];

/** How many instances each person launched, the highest number first. */
const instancesPerLauncher = (byOwner: ReadonlyMap<string | null, Instances>): string[] =>
  [...byOwner]
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, MAX_LISTED)
    .map(([userName, those]) =>
      truncate(`  ${printable(userName ?? 'nobody known')}: ${those.length}`, LINE_LENGTH),
    );

/** The instances by launcher; null where the launcher is unknown. */
const byLauncher = ({ members }: BreakerNoticeContext): ReadonlyMap<string | null, Instances> =>
  Map.groupBy(members, ({ launcher }) => launcher?.userName ?? null);

const textForOthers = (
  context: BreakerNoticeContext,
  byOwner: ReadonlyMap<string | null, Instances>,
  noticeId: string,
  isForAdministrators: boolean,
): string => {
  const { input, group, members, settings } = context;
  const isDryRun = input.account.mode === 'dry-run';
  return [
    ...wrap(whatHappened(context, countInWords(members))),
    ...(input.remaining === null
      ? []
      : wrap(
          `${input.remaining} of them ${input.remaining === 1 ? 'is' : 'are'} without a valid ${settings.ownerTag.key} still.`,
        )),
    '',
    ...(isForAdministrators && !isDryRun ? decisionCommands(group.id) : []),
    'Who launched them:',
    ...instancesPerLauncher(byOwner),
    '',
    ...listed(members),
    '',
    ...(isForAdministrators ? [] : commands(members, settings.ownerTag.key, null)),
    ...facts(context, noticeId),
  ].join('\n');
};

const textForPerson = (
  context: BreakerNoticeContext,
  userName: string,
  theirs: Instances,
  noticeId: string,
): string => {
  const { key, patterns } = context.settings.ownerTag;
  const owner = matchesAny(patterns, userName) ? userName : null;
  const others = context.members.length - theirs.length;
  const these = `${countInWords(theirs)} of yours${others > 0 ? `, with ${others} ${others === 1 ? 'other' : 'others'} of this account,` : ''}`;
  return [
    ...wrap(whatHappened(context, these)),
    '',
    ...wrap(
      `If they are released, each gets a new grace period, with a new warning. To keep them whatever is decided, set the tag ${key}:`,
    ),
    '',
    ...commands(theirs, key, owner),
    ...listed(theirs),
    '',
    ...facts(context, noticeId),
  ].join('\n');
};

/**
 * Writes the mails about a group. The first notice goes to administrators, the sub-account's program managers
 * and everybody who launched one of the instances; later notices, and those in dry-run, go to administrators
 * only.
 */
export const composeBreakerMails = (context: BreakerNoticeContext, topics: Topics): Mail[] => {
  const { input, group, members, settings } = context;
  const { account, accountId, day } = input;
  const noticeId = idOf(`${group.id} ${day}`);
  const byOwner = byLauncher(context);
  const isDryRun = account.mode === 'dry-run';
  const headline = isDryRun
    ? `${countInWords(members)} would be held`
    : `${countInWords({ length: input.remaining ?? members.length })} held, not terminated: ${day === 0 ? 'too many at once' : 'please decide'}`;
  const text = {
    subject: subject(`${isDryRun ? '[dry-run] ' : ''}${account.name}`, headline),
    person: null,
  };
  const administrators = {
    ...text,
    to: [topics.administrators],
    message: textForOthers(context, byOwner, noticeId, true),
  };
  const numbered = (mails: readonly Omit<Mail, 'id'>[]): Mail[] =>
    mails.map((mail, index) => ({ id: mailId(noticeId, index + 1), ...mail }));
  if (isDryRun || day > 0) return numbered([administrators]);
  const managers = {
    ...text,
    to: [`${topics.subAccountPrefix}${accountId}`, topics.administrators],
    message: textForOthers(context, byOwner, noticeId, false),
  };
  const persons = [...byOwner].flatMap(([userName, theirs]) =>
    userName !== null && isAddress(userName) ? [{ userName, theirs }] : [],
  );
  const mailsToPersons = persons.slice(0, MAX_PERSONS).flatMap(({ userName, theirs }) => {
    const launcher = { userName, description: '', evidence: null };
    const audience = {
      accountId,
      mode: account.mode,
      administratorsOnly: false,
      isListed: true,
      launcher,
      copies: NO_COPIES,
    };
    const message = textForPerson(context, userName, theirs, noticeId);
    const subjectToPerson = subject(
      account.name,
      `${theirs.length} of your instances held, not terminated: too many ${settings.ownerTag.key} tags gone`,
    );
    return recipients(audience, topics).map((recipient) => ({
      ...recipient,
      subject: subjectToPerson,
      message,
    }));
  });
  return numbered([administrators, managers, ...mailsToPersons]);
};

const NO_COPIES = { administrators: false, subAccount: false };
