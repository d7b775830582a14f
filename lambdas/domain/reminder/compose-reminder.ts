import { isVariant, matchesAny } from '../compliance/owner-rule.ts';
import type { Mail } from '../mail.ts';
import { countInWords, quote } from '../notice/headline.ts';
import { PLACEHOLDER } from '../notice/instruction.ts';
import { fact } from '../notice/mail-lines.ts';
import { LINE_LENGTH, SAFE_TEXT, subject, truncate, wrap } from '../notice/mail-text.ts';
import type { NoticeSettings } from '../notice/news.ts';
import { mailId, recipients, shownNoticeId, type Topics } from '../notice/recipients.ts';
import { printable } from '../text.ts';
import { type Mailbox, readerOf } from './mailbox.ts';
import type { Finding, Maker, Reminder } from './reminder.ts';
import { resourceIdOf, tagCommands } from './tag-commands.ts';

/** A mail lists at most this many resources, and counts the others. */
const MAX_LISTED = 100;

/** A mail lists at most this many stacks, clusters and services. */
const MAX_MAKERS = 20;

const counted = (count: number): string => countInWords({ length: count }, 'resource');

const MINUTE_MS = 60_000;

/** How old a resource is, in its largest unit. */
const ageOf = (at: string, now: Date): string => {
  const minutes = Math.max(0, Math.round((now.getTime() - Date.parse(at)) / MINUTE_MS));
  if (minutes < 120) return `${minutes} min`;
  return minutes < 2 * 24 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / (24 * 60))} d`;
};

/** What a near miss was, and what it is corrected to: the keys, and the values where those differ too. */
const correctedText = (finding: Finding, key: string): string => {
  if (!('reason' in finding) || finding.reason !== 'near-miss') return key;
  const { tag, owner } = finding;
  const [was, is] = tag.value === owner ? ['', ''] : [`=${quote(tag.value)}`, `=${quote(owner)}`];
  return `${quote(tag.key)}${was} -> ${quote(key)}${is}`;
};

/** What is wrong, where it is more than that the tag is missing. */
const findingText = (
  { finding, correction }: Pick<Reminder, 'finding' | 'correction'>,
  settings: NoticeSettings,
): string | null => {
  if (correction) {
    const how = correction === 'written' ? 'corrected' : 'would be corrected';
    return `${how}: ${correctedText(finding, settings.ownerTag.key)}`;
  }
  if (finding.is === 'unreadable') return 'its tags could not be read';
  if ('tag' in finding) {
    const { tag } = finding;
    const isKey = isVariant(tag.key, settings.ownerTag) && tag.key !== settings.ownerTag.key;
    return isKey
      ? `${quote(tag.key)} is not ${quote(settings.ownerTag.key)}`
      : `${quote(tag.value)} is not valid`;
  }
  if (finding.reason === 'near-misses-disagree') return 'its tags disagree';
  return finding.reason === 'owner-empty' ? `${settings.ownerTag.key} is empty` : null;
};

const resourceLines = (one: Reminder, settings: NoticeSettings, now: Date): string[] => {
  const wrong = findingText(one, settings);
  return [
    truncate(
      `  ${one.resourceType}  ${printable(resourceIdOf(one))}  ${ageOf(one.at, now)} old`,
      LINE_LENGTH,
    ),
    ...(wrong === null ? [] : wrap(`    ${wrong}`, '    ')),
  ];
};

/** The heading of an account and Region, and the resources there. */
const placeLines = (reminders: readonly Reminder[], settings: NoticeSettings, now: Date): string[] =>
  [
    ...Map.groupBy(reminders, ({ accountName, accountId, mode, region }) => {
      const dryRun = mode === 'dry-run' ? ', dry-run' : '';
      return `${accountName} (${accountId}${dryRun}), ${region}`;
    }),
  ].flatMap(([place, those]) => [
    ...wrap(`${printable(place)}:`),
    ...those.flatMap((one) => resourceLines(one, settings, now)),
    '',
  ]);

/** Where a tag belongs that a maker passes on. */
const PLACES: Readonly<Record<Maker['kind'], string>> = {
  stack: 'set the tag on the stack, which passes it on: update-stack --tags',
  'auto-scaling-group': 'set the tag on the Auto Scaling group',
  cluster: 'set the tag where the cluster is configured',
  environment: 'set the tag on the environment',
  service: 'set the tag where you asked the service for it',
};

const nameOf = ({ kind, name }: Maker): string => {
  if (kind === 'service') return name;
  const word = kind.replaceAll('-', ' ');
  return name === '' ? `a ${word}` : `${word} ${name}`;
};

const makerLines = (reminders: readonly Reminder[]): string[] => {
  const makers = [
    ...Map.groupBy(reminders, ({ maker, accountName, region }) =>
      maker === null ? '' : `${nameOf(maker)}, ${accountName}, ${region}`,
    ),
  ];
  if (makers.length === 0) return [];
  const lines = makers.slice(0, MAX_MAKERS).flatMap(([name, those]) => {
    const place = PLACES[those[0]?.maker?.kind ?? 'service'];
    return wrap(printable(`  ${name} (${counted(those.length)}): ${place}.`), '    ');
  });
  const rest = makers.length - MAX_MAKERS;
  return ['Made for you by:', ...lines, ...(rest > 0 ? [`  and ${rest} more`] : []), ''];
};

/** Who reads it, and what they are to do: nothing, if all was corrected. */
const beginning = (
  { count, corrected }: { readonly count: number; readonly corrected: number },
  mailbox: Mailbox,
  owner: string | null,
  key: string,
): string[] => {
  const reader = readerOf(mailbox);
  if (count === 0) {
    const whose = { person: ' that you created', 'sub-account': ' in your sub-account', administrators: '' }[
      reader.is
    ];
    return wrap(`We corrected the tag ${key} of ${counted(corrected)}${whose}. Nothing is left to do.`);
  }
  const end = 'Nothing is ended for that.';
  if (reader.is === 'person') {
    const value = owner === null ? '' : ` to ${owner}`;
    return wrap(
      `You created ${counted(count)} without a valid tag ${key}. ${end} Please set it${value}. What you have deleted since needs nothing.`,
    );
  }
  const where = reader.is === 'sub-account' ? ' in your sub-account' : '';
  return wrap(
    `${counted(count)} created${where} without a valid tag ${key}. ${end} If you know the owner, please tell them.`,
  );
};

const creatorLines = (reminders: readonly Reminder[], mailbox: Mailbox): string[] => {
  if (readerOf(mailbox).is === 'person') return [];
  const creators = [...Map.groupBy(reminders, ({ creator }) => creator)];
  return [
    'Created by:',
    ...creators
      .slice(0, MAX_MAKERS)
      .flatMap(([creator, those]) => wrap(printable(`  ${creator}: ${those.length}`), '    ')),
    ...(creators.length > MAX_MAKERS ? [`  and ${creators.length - MAX_MAKERS} more`] : []),
    '',
  ];
};

/** What was corrected: it is told of, and nothing is asked. */
const correctedLines = (corrected: readonly Reminder[], settings: NoticeSettings, now: Date): string[] => {
  if (corrected.length === 0) return [];
  const rest = corrected.length - MAX_LISTED;
  return [
    'Corrected, nothing to do:',
    ...placeLines(corrected.slice(0, MAX_LISTED), settings, now),
    ...(rest > 0 ? [`And ${rest} more.`, ''] : []),
  ];
};

const restLines = (reminders: readonly Reminder[]): string[] => {
  const rest = reminders.slice(MAX_LISTED);
  if (rest.length === 0) return [];
  const types = [...Map.groupBy(rest, ({ resourceType }) => resourceType)].map(
    ([type, those]) => `${those.length} ${type}`,
  );
  return [...wrap(`And ${rest.length} more, of which no other mail tells: ${types.join(', ')}.`, '  '), ''];
};

/** Writes the mails to a mailbox about all that waits there. Each resource is in one of them. */
export const composeReminder = (
  mailbox: Mailbox,
  reminders: readonly [Reminder, ...Reminder[]],
  {
    topics,
    settings,
    noticeId,
  }: { readonly topics: Topics; readonly settings: NoticeSettings; readonly noticeId: string },
  now: Date,
): Mail[] => {
  const { key, patterns } = settings.ownerTag;
  const reader = readerOf(mailbox);
  const userName = reader.is === 'person' ? reader.userName : null;
  const owner =
    userName !== null && matchesAny(patterns, userName) && SAFE_TEXT.test(userName) ? userName : null;
  const corrected = reminders.filter(({ correction }) => correction === 'written');
  const open = reminders.filter(({ correction }) => correction !== 'written');
  const listed = open.filter(({ maker }) => maker === null).slice(0, MAX_LISTED);
  const made = open.filter(({ maker }) => maker !== null);
  const commands = tagCommands(listed, key, owner ?? PLACEHOLDER);
  const message = [
    ...beginning({ count: open.length, corrected: corrected.length }, mailbox, owner, key),
    '',
    ...commands.flatMap((command) => [...command, '']),
    ...placeLines(listed, settings, now),
    ...restLines(open.filter(({ maker }) => maker === null)),
    ...makerLines(made),
    ...correctedLines(corrected, settings, now),
    ...creatorLines(reminders, mailbox),
    ...fact('Questions', settings.administrators.join(', ')),
    ...fact('Notice', shownNoticeId(noticeId)),
  ].join('\n');
  const accounts = [...new Set(reminders.map(({ accountName }) => accountName))];
  const where = accounts.length === 1 ? (accounts[0] ?? '') : `${accounts.length} sub-accounts`;
  const isDryRun = reminders.every(({ mode }) => mode === 'dry-run');
  const text = {
    subject: subject(
      `${isDryRun ? '[dry-run] ' : ''}${where}`,
      open.length > 0
        ? `${counted(open.length)} without a valid tag ${key}; nothing is ended`
        : `tag ${key} corrected on ${counted(corrected.length)}; nothing to do`,
    ),
    message,
  };
  const to = recipientsOf(mailbox, reminders, topics);
  return [{ id: mailId(noticeId, 1), ...to, ...text }];
};

/** A person's mail goes to the program managers instead only if all of it is about their sub-account. */
const recipientsOf = (
  mailbox: Mailbox,
  reminders: readonly [Reminder, ...Reminder[]],
  topics: Topics,
): Pick<Mail, 'to' | 'person'> => {
  const reader = readerOf(mailbox);
  const [{ accountId }] = reminders;
  switch (reader.is) {
    case 'administrators':
      return { to: [topics.administrators], person: null };
    case 'sub-account':
      return { to: [`${topics.subAccountPrefix}${reader.accountId}`], person: null };
    case 'person': {
      const launcher = { userName: reader.userName, description: '', evidence: null };
      const isListed = reminders.every((one) => one.accountId === accountId);
      const copies = { administrators: false, subAccount: false };
      const [first] = recipients(
        { accountId, mode: 'enforce', isListed, administratorsOnly: false, launcher, copies },
        topics,
      );
      return first ?? { to: [topics.administrators], person: null };
    }
    default:
      return reader satisfies never;
  }
};
