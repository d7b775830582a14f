import type { HourlyMailTable } from '../aws/mail-tables.ts';
import { executionName } from '../domain/grace-period/execution-name.ts';
import type { NoticeInput } from '../domain/grace-period/input.ts';
import type { Failure } from '../domain/grace-period/round.ts';
import type { Mail } from '../domain/mail.ts';
import { composeFailure, composeNotice } from '../domain/notice/compose-notice.ts';
import {
  type AttributedLaunch,
  findHourlyNews,
  isAnnouncedEnd,
  isByPerson,
  type NewsItem,
  type NoticeContext,
  type SourceNews,
} from '../domain/notice/news.ts';
import { type Audience, copiesOf, mailsTo, noticeId, type Topics } from '../domain/notice/recipients.ts';
import type { Log } from '../log.ts';

/** The news that the round's own mails report. */
type RemainingNews = {
  readonly news: readonly NewsItem[];
  /** The source for which these mails stand this hour; null if they stand for this launch alone. */
  readonly source: SourceNews | null;
  /** The mail about the whole source that stands for this launch's warning, now or earlier; null if there is none. */
  readonly warnedIn: string | null;
  /** Whether that mail reports something of this round. */
  readonly isInHourlyMail: boolean;
};

/** The launch that has news. */
type LaunchWithNews = AttributedLaunch & {
  readonly notice?: NoticeInput['notice'];
  readonly paused: boolean;
  /** The id of the mail that reports the remaining news. */
  readonly mail: string;
};

/** Leaves out the news that this hour's mails about the launch's source have reported. */
export const throttleHourlyMails = async (
  items: readonly NewsItem[],
  launched: LaunchWithNews,
  hourlyMails: HourlyMailTable,
  log: Log,
): Promise<RemainingNews> => {
  const { launch, cause, account, launcher, notice, paused, mail } = launched;
  const isWarning = items.some(({ decision }) => decision === 'warned');
  const earlierMail = notice?.warnedIn ?? null;
  // A mail in enforce announces other things, to other people, than a mail in dry-run: neither stands for the other.
  const isSameMode = (notice?.mode ?? account.mode) === account.mode;
  // SNS never accepted the mail that stood for this launch's warning: so the launch writes its own mails from now on.
  const neverSent = earlierMail !== null && isWarning;
  // A person who was found since the warning has not read the mail that stood for it.
  const isAnnounced = earlierMail !== null && !neverSent && isSameMode && !isByPerson(launcher);
  const reported = new Set<NewsItem>(isAnnounced ? items.filter(isAnnouncedEnd) : []);
  let warnedIn = neverSent ? null : earlierMail;
  let source: SourceNews | null = null;
  let isInHourlyMail = reported.size > 0;
  const rest = items.filter((item) => !reported.has(item));
  for (const hourly of findHourlyNews(rest, launched, paused)) {
    const claim = await hourlyMails
      .claim(hourly.key, executionName(launch, cause), mail, new Date())
      // One mail too many is better than none.
      .catch((error: unknown) => {
        log.warn('hourly-mail-unavailable', { launch, key: hourly.key, error });
        return null;
      });
    if (claim?.isReported && !neverSent) {
      for (const item of hourly.items) reported.add(item);
      if (!hourly.isWarning) continue;
      warnedIn = claim.mail;
      isInHourlyMail = true;
    } else if (claim && !claim.isReported) {
      const { launches, since, until } = claim;
      source ??= { what: hourly.source.what, name: hourly.source.name, launches, since, until };
    }
  }
  return { news: items.filter((item) => !reported.has(item)), source, warnedIn, isInHourlyMail };
};

const audienceOf = (
  { input: { launch, account }, launcher }: Pick<NoticeContext, 'input' | 'launcher'>,
  copies: Audience['copies'],
  { isListed = true, administratorsOnly = false }: Partial<Pick<Audience, 'isListed' | 'administratorsOnly'>>,
): Audience => ({
  accountId: launch.accountId,
  mode: account.mode,
  isListed,
  administratorsOnly,
  launcher,
  copies,
});

const writeNotice = (
  context: NoticeContext,
  [first, ...others]: readonly NewsItem[],
  topics: Topics,
  id: string,
): Mail[] => {
  if (!first) return [];
  const news = [first, ...others];
  const audience = audienceOf(context, copiesOf(news, context.source, context.launcher), {
    isListed: context.round.mode !== 'not-listed',
    administratorsOnly: news.every(({ decision }) => decision === 'noticed'),
  });
  const mails = mailsTo(audience, topics, id, composeNotice(context, [first, ...others], id));
  const isWarning = news.every(({ decision }) => decision === 'warned');
  return isWarning ? mails.map((mail) => ({ ...mail, until: context.round.deadline })) : mails;
};

const isEc2Action = ({ decision }: NewsItem): boolean => decision === 'terminated' || decision === 'stopped';

/** The mails of a round; none without news. */
export const writeNews = (context: NoticeContext, news: readonly NewsItem[], topics: Topics): Mail[] => {
  const { input, round } = context;
  const id = noticeId(input, round.checkedAt);
  if (input.account.mode !== 'dry-run') return writeNotice(context, news, topics, id);
  // These actions were taken before the account went to dry-run: they are reported as in enforce.
  const account: NoticeContext['input']['account'] = { ...input.account, mode: 'enforce' };
  const inEnforce = { ...context, input: { ...input, account } };
  const actionsId = noticeId(input, `${round.checkedAt} acts`);
  return [
    ...writeNotice(inEnforce, news.filter(isEc2Action), topics, actionsId),
    ...writeNotice(
      context,
      news.filter((one) => !isEc2Action(one)),
      topics,
      id,
    ),
  ];
};

/** The mails about a check that failed. An execution has at most one such round, its last. */
export const writeFailure = (
  { input, launcher, settings }: Pick<NoticeContext, 'input' | 'launcher' | 'settings'>,
  failure: Failure,
  topics: Topics,
): Mail[] => {
  const id = noticeId(input, 'failed check');
  const copies = { ...copiesOf([], null, launcher), administrators: true };
  const audience = audienceOf({ input, launcher }, copies, {});
  return mailsTo(audience, topics, id, composeFailure(input, failure, launcher, id, settings));
};
