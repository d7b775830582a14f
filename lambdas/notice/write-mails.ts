import type { GroupMail, GroupMailTable } from '../aws/mail-tables.ts';
import { executionName } from '../domain/grace-period/execution-name.ts';
import type { NoticeInput } from '../domain/grace-period/input.ts';
import type { Failure } from '../domain/grace-period/round.ts';
import type { Origin } from '../domain/launcher/origin.ts';
import type { Mail } from '../domain/mail.ts';
import { composeFailure, composeNotice } from '../domain/notice/compose-notice.ts';
import { findHourlyNews, type GroupNews, type NewsItem, type NoticeContext } from '../domain/notice/news.ts';
import { type Audience, copiesOf, mailsTo, noticeId, type Topics } from '../domain/notice/recipients.ts';
import type { Launcher } from '../domain/record/launcher.ts';
import type { Log } from '../log.ts';

/** The news that the round's own mails report. */
export type RemainingNews = {
  readonly news: readonly NewsItem[];
  readonly group: GroupNews | null;
  /** The mail about the whole group that stands for this launch's warning, now or earlier; null if there is none. */
  readonly warnedIn: string | null;
  /** Whether that mail reports something of this round. */
  readonly isInGroupMail: boolean;
};

/** The launch that has news. */
export type NewsSource = Pick<NoticeInput, 'launch' | 'cause' | 'account' | 'notice'> & {
  readonly launcher: Launcher;
  readonly origin: Origin | null;
  /** The id of the mail that reports the remaining news. */
  readonly mail: string;
};

/**
 * Whether a termination happened as the group's mail announced it, without a side effect such as a removed protection.
 */
const isEnd = ({ decision, reason, verdict }: NewsItem): boolean =>
  (decision === 'terminated' || decision === 'would-terminate') && reason === verdict.reason;

/** Leaves out the news that this hour's mail about the group, or about the instance that launched, has reported. */
export const throttleGroupMail = async (
  items: readonly NewsItem[],
  source: NewsSource,
  groupMails: GroupMailTable,
  log: Log,
): Promise<RemainingNews> => {
  const { launch, launcher, origin, mail } = source;
  const isWarning = items.some(({ decision }) => decision === 'warned');
  const earlierGroupMail = source.notice?.warnedIn ?? null;
  // A mail in enforce announces other things, to other people, than a mail in dry-run: neither stands for the other.
  const isSameMode = (source.notice?.mode ?? source.account.mode) === source.account.mode;
  // SNS never accepted the mail that stood for this launch's warning: so the launch writes its own mails from now on.
  const groupMailNeverSent = earlierGroupMail !== null && isWarning;
  const alreadyReported = new Set<NewsItem>(
    earlierGroupMail !== null && !groupMailNeverSent && isSameMode ? items.filter(isEnd) : [],
  );
  let warnedIn = groupMailNeverSent ? null : earlierGroupMail;
  let group: GroupNews | null = null;
  let isInGroupMail = alreadyReported.size > 0;
  for (const hourly of findHourlyNews(items, source, launcher, origin)) {
    const claim = await groupMails
      .claim(hourly.key, executionName(launch, source.cause), mail, new Date())
      // One mail too many is better than none.
      .catch((error: unknown): GroupMail => {
        log.warn('group-mail-unavailable', { launch, key: hourly.key, error });
        return { isReported: false, launches: 0, since: null };
      });
    if (claim.isReported && !(hourly.isWarning && groupMailNeverSent)) {
      for (const item of hourly.items) alreadyReported.add(item);
      if (!hourly.isWarning) continue;
      warnedIn = claim.mail;
      isInGroupMail = true;
    } else if (!claim.isReported && hourly.isWarning && origin) {
      group = { name: origin.id, launches: claim.launches, since: claim.since };
    }
  }
  return { news: items.filter((item) => !alreadyReported.has(item)), group, warnedIn, isInGroupMail };
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
  const audience = audienceOf(context, copiesOf(news, context.group), {
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
  const copies = { administrators: true, subAccount: false };
  const audience = audienceOf({ input, launcher }, copies, {});
  return mailsTo(audience, topics, id, composeFailure(input, failure, launcher, id, settings));
};
