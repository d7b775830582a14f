import { createHash } from 'node:crypto';
import { executionName } from '../grace-period/execution-name.ts';
import type { GracePeriodInput } from '../grace-period/input.ts';
import { isAddress, personTopic } from '../launcher/directory.ts';
import type { Mail } from '../mail.ts';
import type { Launcher } from '../record/launcher.ts';
import type { GroupNews, NewsItem } from './news.ts';

/** The topics of the hub that notices go to. */
export type Topics = {
  readonly administrators: string;
  /** ARN of a sub-account's topic, without the account id that ends it. */
  readonly subAccountPrefix: string;
  /** ARN of a person's topic, without what the person's name makes of it. */
  readonly personPrefix: string;
};

/** What decides who reads a notice. */
export type Audience = {
  readonly accountId: string;
  readonly mode: 'dry-run' | 'enforce';
  /** Whether the configuration has the account still: its topic goes with it. */
  readonly isListed: boolean;
  /** Whether nobody else is to hear of it. */
  readonly administratorsOnly: boolean;
  readonly launcher: Launcher;
  /** Who gets a copy, whoever else reads it. */
  readonly copies: { readonly administrators: boolean; readonly subAccount: boolean };
};

const FOR_ADMINISTRATORS: readonly NewsItem['decision'][] = [
  'failed',
  'stopped',
  'held',
  'invalid',
  'noticed',
];

const isForAdministrators = ({ decision, reason }: NewsItem): boolean =>
  FOR_ADMINISTRATORS.includes(decision) || reason === 'protection-overridden';

/** Who gets a copy: administrators of what needs them, program managers of a group that launches again and again. */
export const copiesOf = (news: readonly NewsItem[], group: GroupNews | null): Audience['copies'] => ({
  administrators: news.some(isForAdministrators),
  subAccount: (group?.launches ?? 0) > 0,
});

/** The topics that a notice may go to, by who is to tag the instances: the launcher, program managers, administrators. */
export const addressees = (
  accountId: string,
  { userName }: Launcher,
  { administrators, subAccountPrefix, personPrefix }: Topics,
): string[] => [
  ...(userName !== null && isAddress(userName) ? [`${personPrefix}${personTopic(userName)}`] : []),
  `${subAccountPrefix}${accountId}`,
  administrators,
];

type Recipient = Pick<Mail, 'to' | 'person'>;

/**
 * The one place that decides who reads a notice: the launcher, or where no mail reaches them, the sub-account's program
 * managers, or the administrators. Where nobody is known, both. In dry-run, and of what is only reported, the
 * administrators only.
 */
export const recipients = (
  { accountId, mode, isListed, administratorsOnly, launcher: { userName }, copies }: Audience,
  topics: Topics,
): Recipient[] => {
  const { administrators } = topics;
  const subAccount = `${topics.subAccountPrefix}${accountId}`;
  const toAll = (topicArn: string): Recipient => ({ to: [topicArn], person: null });
  if (mode === 'dry-run' || administratorsOnly) return [toAll(administrators)];
  const managers = isListed ? [subAccount] : [];
  if (userName === null || !isAddress(userName)) return [...managers, administrators].map(toAll);
  const copied = [...(copies.subAccount ? managers : []), ...(copies.administrators ? [administrators] : [])];
  const others = [...managers, administrators].filter((topicArn) => !copied.includes(topicArn));
  const own = `${topics.personPrefix}${personTopic(userName)}`;
  return [{ to: [own, ...others], person: userName }, ...copied.map(toAll)];
};

/** The mails of a notice: one text, and whom it goes to. */
export const mailsTo = (
  audience: Audience,
  topics: Topics,
  noticeId: string,
  text: Pick<Mail, 'subject' | 'message'>,
): Mail[] =>
  recipients(audience, topics).map((recipient, index) => ({
    id: mailId(noticeId, index + 1),
    ...recipient,
    ...text,
  }));

/** Stands for a mail that is not sent, because another one tells the same. */
export const placeholderMail = (noticeId: string, toldIn: string): Mail => ({
  id: mailId(noticeId, 0),
  to: [],
  person: null,
  subject: '',
  message: '',
  toldIn,
});

/** So much of it stands in a mail: enough for a person to tell two apart. */
const SHOWN_LENGTH = 10;

/**
 * Names what a round tells, so that a repetition of a mail is known by its id.
 *
 * @param round when its check was made, or what else tells it from the grace period's other rounds
 */
export const noticeId = (
  { launch, cause }: Pick<GracePeriodInput, 'launch' | 'cause'>,
  round: string,
): string => idOf(`${executionName(launch, cause)} ${round}`);

/** The id of what is told: the same for the same text. */
export const idOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** The id of one of a notice's mails, counted from 1. */
export const mailId = (noticeId: string, mail: number): string => `${noticeId}-${mail}`;

/** The id as a mail shows it. */
export const shownNoticeId = (id: string): string => id.slice(0, SHOWN_LENGTH);
