import type { GroupMail, GroupMailTable } from '../aws/mail-tables.ts';
import { executionName } from '../domain/grace-period/execution-name.ts';
import type { NoticeInput } from '../domain/grace-period/input.ts';
import type { Failure } from '../domain/grace-period/round.ts';
import type { Origin } from '../domain/launcher/origin.ts';
import type { Mail } from '../domain/mail.ts';
import { composeFailure, composeNotice } from '../domain/notice/compose-notice.ts';
import { type Concern, type GroupNews, type Telling, toldHourly } from '../domain/notice/news.ts';
import { type Audience, copiesOf, mailsTo, noticeId, type Topics } from '../domain/notice/recipients.ts';
import type { Launcher } from '../domain/record/launcher.ts';
import type { Log } from '../log.ts';

/** What is left to tell. */
export type Told = {
  readonly news: readonly Concern[];
  readonly group: GroupNews | null;
  /** The mail about the whole group that stands for this launch's warning, now or earlier; null where none does. */
  readonly warnedIn: string | null;
  /** Whether that mail tells something of this round. */
  readonly isToldThere: boolean;
};

/** The launch that has something to tell. */
export type Teller = Pick<NoticeInput, 'launch' | 'cause' | 'account' | 'notice'> & {
  readonly launcher: Launcher;
  readonly origin: Origin | null;
  /** The id of the mail that tells what is left. */
  readonly mail: string;
};

/** An end as the group's mail foretold it: what was done besides, as a protection taken off, it did not. */
const isEnd = ({ decision, reason, verdict }: Concern): boolean =>
  (decision === 'terminated' || decision === 'would-terminate') && reason === verdict.reason;

/** Leaves out what this hour's mail about the group, or about the instance that launched, has told already. */
export const tellHourly = async (
  concerns: readonly Concern[],
  teller: Teller,
  groupMails: GroupMailTable,
  log: Log,
): Promise<Told> => {
  const { launch, launcher, origin, mail } = teller;
  const isWarning = concerns.some(({ decision }) => decision === 'warned');
  const stood = teller.notice?.warnedIn ?? null;
  // What it foretold to the launcher in mode enforce is not what dry-run tells administrators, nor the other way round.
  const isSameMode = (teller.notice?.mode ?? teller.account.mode) === teller.account.mode;
  // It stood for this launch's warning, and SNS never took it: the launch warns itself, and tells its end itself.
  const inVain = stood !== null && isWarning;
  const silent = new Set<Concern>(stood !== null && !inVain && isSameMode ? concerns.filter(isEnd) : []);
  let warnedIn = inVain ? null : stood;
  let group: GroupNews | null = null;
  let isToldThere = silent.size > 0;
  for (const hourly of toldHourly(concerns, teller, launcher, origin)) {
    const claim = await groupMails
      .claim(hourly.key, executionName(launch, teller.cause), mail, new Date())
      // A mail too many is better than none.
      .catch((error: unknown): GroupMail => {
        log.warn('group-mail-unavailable', { launch, key: hourly.key, error });
        return { told: false, launches: 0, since: null };
      });
    if (claim.told && !(hourly.isWarning && inVain)) {
      for (const concern of hourly.concerns) silent.add(concern);
      if (!hourly.isWarning) continue;
      warnedIn = claim.mail;
      isToldThere = true;
    } else if (!claim.told && hourly.isWarning && origin) {
      group = { name: origin.id, launches: claim.launches, since: claim.since };
    }
  }
  return { news: concerns.filter((concern) => !silent.has(concern)), group, warnedIn, isToldThere };
};

const audienceOf = (
  { input: { launch, account }, launcher }: Pick<Telling, 'input' | 'launcher'>,
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

const writeOne = (
  telling: Telling,
  [first, ...others]: readonly Concern[],
  topics: Topics,
  id: string,
): Mail[] => {
  if (!first) return [];
  const news = [first, ...others];
  const audience = audienceOf(telling, copiesOf(news, telling.group), {
    isListed: telling.round.mode !== 'not-listed',
    administratorsOnly: news.every(({ decision }) => decision === 'noticed'),
  });
  const mails = mailsTo(audience, topics, id, composeNotice(telling, [first, ...others], id));
  const isWarning = news.every(({ decision }) => decision === 'warned');
  return isWarning ? mails.map((mail) => ({ ...mail, until: telling.round.deadline })) : mails;
};

const isAct = ({ decision }: Concern): boolean => decision === 'terminated' || decision === 'stopped';

/** The mails of a round; none where it has no news. */
export const writeNews = (telling: Telling, news: readonly Concern[], topics: Topics): Mail[] => {
  const { input, round } = telling;
  const id = noticeId(input, round.checkedAt);
  if (input.account.mode !== 'dry-run') return writeOne(telling, news, topics, id);
  // Done before the account went to dry-run: people are told of it as ever.
  const account: Telling['input']['account'] = { ...input.account, mode: 'enforce' };
  const inEnforce = { ...telling, input: { ...input, account } };
  const ofActs = noticeId(input, `${round.checkedAt} acts`);
  return [
    ...writeOne(inEnforce, news.filter(isAct), topics, ofActs),
    ...writeOne(
      telling,
      news.filter((one) => !isAct(one)),
      topics,
      id,
    ),
  ];
};

/** The mails about a check that failed: an execution has one at most, its last. */
export const writeFailure = (
  { input, launcher, settings }: Pick<Telling, 'input' | 'launcher' | 'settings'>,
  failure: Failure,
  topics: Topics,
): Mail[] => {
  const id = noticeId(input, 'failed check');
  const copies = { administrators: true, subAccount: false };
  const audience = audienceOf({ input, launcher }, copies, {});
  return mailsTo(audience, topics, id, composeFailure(input, failure, launcher, id, settings));
};
