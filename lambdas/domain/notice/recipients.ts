import { createHash } from 'node:crypto';
import { executionName } from '../grace-period/execution-name.ts';
import type { GracePeriodInput } from '../grace-period/input.ts';
import { isAddress, personTopic } from '../launcher/directory.ts';
import type { Mail } from '../mail.ts';
import type { Launcher } from '../record/launcher.ts';
import type { NewsItem, SourceNews } from './news.ts';

/** The topics of the hub that notices go to. */
export type Topics = {
  readonly administrators: string;
  /** ARN of a sub-account's topic, without the account id that ends it. */
  readonly subAccountPrefix: string;
  /** ARN of a person's topic, without the end that `personTopic` makes. */
  readonly personPrefix: string;
};

/** What decides who reads a notice. */
export type Audience = {
  readonly accountId: string;
  readonly mode: 'dry-run' | 'enforce';
  /** Whether the account is still in the configuration. Otherwise its topic is gone, too. */
  readonly isListed: boolean;
  /** Whether nobody but administrators gets the notice. */
  readonly administratorsOnly: boolean;
  readonly launcher: Launcher;
  /** Who gets a copy in any case. */
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

/**
 * Who gets a copy: administrators if the news needs them; program managers if what is warned of launches again and
 * again, or if the launcher is known only by what the caller of AssumeRole chose to say.
 */
export const copiesOf = (
  news: readonly NewsItem[],
  source: SourceNews | null,
  { evidence }: Launcher,
): Audience['copies'] => ({
  administrators: news.some(isForAdministrators),
  subAccount:
    evidence === 'source-identity' ||
    (news.some(({ decision }) => decision === 'warned') && (source?.launches ?? 0) > 0),
});

/**
 * The topics that a notice may go to, in the order of who is to tag the instances: launcher, program managers,
 * administrators.
 */
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
 * Decides who gets a notice, and nothing else does. It is the launcher; if no mail reaches them, the
 * sub-account's program managers; if none reaches these, the administrators. If the launcher is unknown, it is
 * managers and administrators. In dry-run, and if instances are only reported, it is the administrators alone.
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

/** The mails of a notice: the same text to each recipient. */
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

/** Stands for a mail that is not sent, because another one has the same news. */
export const placeholderMail = (noticeId: string, otherMail: string): Mail => ({
  id: mailId(noticeId, 0),
  to: [],
  person: null,
  subject: '',
  message: '',
  toldIn: otherMail,
});

/** In characters: enough for a person to distinguish two ids. */
const SHOWN_LENGTH = 10;

/**
 * The id of a round's notice: a repetition of a mail has the same.
 *
 * @param round the time of its check, or what else distinguishes it from the grace period's other rounds
 */
export const noticeId = (
  { launch, cause }: Pick<GracePeriodInput, 'launch' | 'cause'>,
  round: string,
): string => idOf(`${executionName(launch, cause)} ${round}`);

/** The id for a text: the same for the same text. */
export const idOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** The id of one of a notice's mails, counted from 1. */
export const mailId = (noticeId: string, mail: number): string => `${noticeId}-${mail}`;

/** The id as a mail shows it. */
export const shownNoticeId = (id: string): string => id.slice(0, SHOWN_LENGTH);
