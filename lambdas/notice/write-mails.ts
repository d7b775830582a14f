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

/** What is left to tell. */
export type RemainingNews = {
  readonly news: readonly NewsItem[];
  readonly group: GroupNews | null;
  /** The mail about the whole group that stands for this launch's warning, now or earlier; null where none does. */
  readonly warnedIn: string | null;
  /** Whether that mail tells something of this round. */
  readonly isInGroupMail: boolean;
};

/** The launch that has something to tell. */
export type NewsSource = Pick<NoticeInput, 'launch' | 'cause' | 'account' | 'notice'> & {
  readonly launcher: Launcher;
  readonly origin: Origin | null;
  /** The id of the mail that tells what is left. */
  readonly mail: string;
};

/** An end as the group's mail foretold it: what was done besides, as a protection taken off, it did not. */
const isEnd = ({ decision, reason, verdict }: NewsItem): boolean =>
  (decision === 'terminated' || decision === 'would-terminate') && reason === verdict.reason;

/** Leaves out what this hour's mail about the group, or about the instance that launched, has told already. */
export const throttleGroupMail = async (
  items: readonly NewsItem[],
  source: NewsSource,
  groupMails: GroupMailTable,
  log: Log,
): Promise<RemainingNews> => {
  const { launch, launcher, origin, mail } = source;
  const isWarning = items.some(({ decision }) => decision === 'warned');
  const earlierGroupMail = source.notice?.warnedIn ?? null;
  // What it foretold to the launcher in mode enforce is not what dry-run tells administrators, nor the other way round.
  const isSameMode = (source.notice?.mode ?? source.account.mode) === source.account.mode;
  // It stood for this launch's warning, and SNS never took it: the launch warns itself, and tells its end itself.
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
      // A mail too many is better than none.
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

/** The mails of a round; none where it has no news. */
export const writeNews = (context: NoticeContext, news: readonly NewsItem[], topics: Topics): Mail[] => {
  const { input, round } = context;
  const id = noticeId(input, round.checkedAt);
  if (input.account.mode !== 'dry-run') return writeNotice(context, news, topics, id);
  // Done before the account went to dry-run: people are told of it as ever.
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

/** The mails about a check that failed: an execution has one at most, its last. */
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
