import type { Mail } from '../mail.ts';
import { fact } from '../notice/mail-lines.ts';
import { formatMinute, LINE_LENGTH, subject, truncate, wrap } from '../notice/mail-text.ts';
import type { NoticeSettings } from '../notice/news.ts';
import { idOf, mailId, shownNoticeId, type Topics } from '../notice/recipients.ts';
import { printable } from '../text.ts';
import { rounded } from './amount.ts';
import type { PageLink } from './bucket-layout.ts';
import { DIFFERENCE } from './costs.ts';
import { count, counted, percent } from './page/markup.ts';
import { gapsIn, incompleteIn, partialText, type Report } from './report.ts';
import type { CostSummary, Summary } from './summary.ts';

/** A sub-account, and whether its program managers get mails: in dry-run, only administrators do. */
export type MailedAccount = {
  readonly accountId: string;
  readonly name: string;
  readonly mode: 'dry-run' | 'enforce';
};

/** A page of a report, and who is to read it. */
export type MailedPage = {
  /** Of program managers, those of `accounts` alone, who are the same persons in all of them. */
  readonly readers: 'administrators' | 'program-managers';
  readonly accounts: readonly [MailedAccount, ...MailedAccount[]];
  readonly report: Pick<Report, 'madeAt' | 'regions' | 'costs' | 'access'>;
  /** The numbers of this page: a mail and its page say the same. */
  readonly summary: Summary;
  readonly link: PageLink;
};

export type ReportMailContext = {
  readonly topics: Topics;
  readonly settings: NoticeSettings;
  /** The run of the report: a mail that is written twice has the same id. */
  readonly run: string;
};

/** A mail lists so many sub-accounts, owners and Regions at most. */
const MAX_LISTED = 10;

const NAME_WIDTH = 44;

/** A line of a table: what, and its number at the right. */
export const row = (what: string, value: string): string =>
  `  ${truncate(printable(what), NAME_WIDTH).padEnd(NAME_WIDTH)}${value.padStart(LINE_LENGTH - NAME_WIDTH - 2)}`;

/** An amount of money. Mails are in ASCII, so it has no minus sign, but a hyphen. */
export const money = (amount: string, currency: string): string =>
  `${currency} ${rounded(amount).replace('−', '-')}`;

const ownedText = ({ report: { regions }, summary }: MailedPage, key: string): string => {
  const { counts, needOwner, ownedShare } = summary;
  const { failed, isNothingRead } = gapsIn(regions);
  if (isNothingRead) return 'Nothing could be read';
  return ownedShare === null
    ? `No resource${failed > 0 ? ' that could be read' : ''} needs the tag ${key}`
    : `${percent(ownedShare)} owned: ${count(counts.owned)} of ${counted(needOwner, 'resource')} ${counts.owned === 1 ? 'has' : 'have'} a valid ${key}`;
};

const countLines = ({ counts }: Summary, key: string): string[] =>
  [
    { what: `without the tag ${key}`, resources: counts.unowned },
    { what: `with an invalid ${key}`, resources: counts.invalid },
    { what: 'of somebody who is no user any more', resources: counts.departed },
    { what: 'known and accepted, by an exemption', resources: counts.accepted },
    { what: 'whose tags could not be read', resources: counts.unread },
  ]
    .filter(({ resources }) => resources > 0)
    .map(({ what, resources }) => row(what, count(resources)));

/** What the numbers leave out without saying so. */
const gapLines = ({ report: { regions } }: MailedPage): string[] => {
  const { partial, areUsersUnknown } = gapsIn(regions);
  const lines = [
    ...(partial > 0 ? wrap(`${partialText(partial)}: the page says what is left out.`) : []),
    ...(areUsersUnknown
      ? wrap('The list of users could not be read, so it is not known whose owner has left.')
      : []),
  ];
  return lines.length > 0 ? [...lines, ''] : [];
};

/** A reason is as long as its service makes it: the page has all of it. */
const MAX_REASON = 200;

const moreRegions = (rest: number): string[] => (rest > 0 ? [`and ${counted(rest, 'more Region')}`] : []);

/** A Region that failed is never shown as empty, here neither. Those of one account that failed alike are named together. */
const failedLines = ({ report: { regions }, accounts }: MailedPage): string[] => {
  const nameOf = new Map(accounts.map(({ accountId, name }) => [accountId, name]));
  const failed = incompleteIn(regions).filter(({ read }) => read === 'failed');
  if (failed.length === 0) return [];
  const rest = failed.slice(MAX_LISTED).flatMap((one) => one.regions).length;
  return [
    'Not in these numbers, since it could not be read:',
    ...failed.slice(0, MAX_LISTED).flatMap(({ accountId, regions: those, why }) => {
      const names = [...those.slice(0, MAX_LISTED), ...moreRegions(those.length - MAX_LISTED)];
      const where = `${nameOf.get(accountId) ?? accountId} ${names.join(', ')}`;
      return wrap(`  ${printable(`${where}: ${truncate(why, MAX_REASON)}`)}`, '    ');
    }),
    ...moreRegions(rest).map((line) => `  ${line}`),
    '',
  ];
};

const sumLines = (cost: CostSummary, month: string, key: string): string[] => {
  const { owned, departed, invalid, unowned, other, difference } = cost.by;
  const parts = [
    { what: 'of owners', amount: owned },
    { what: 'of somebody who is no user any more', amount: departed },
    { what: `with an invalid ${key}`, amount: invalid },
    { what: `without the tag ${key}`, amount: unowned },
    { what: 'of others, who own nothing here today', amount: other },
    { what: DIFFERENCE, amount: difference },
  ];
  return [
    `Cost of ${month}:`,
    row('in all', money(cost.sum.lastMonth, cost.currency)),
    ...parts
      .filter(({ amount }) => rounded(amount.lastMonth) !== '0.00')
      .map(({ what, amount }) => row(what, money(amount.lastMonth, cost.currency))),
  ];
};

const costLines = ({ report, summary: { cost } }: MailedPage, key: string): string[] => {
  if ('missing' in report.costs) return [...wrap(report.costs.missing), ''];
  if (cost === null) return [];
  const { lastMonth } = cost;
  return [
    ...(lastMonth === null ? [] : sumLines(cost, lastMonth, key)),
    row('twelve months', money(cost.sum.total, cost.currency)),
    '',
  ];
};

const accountLines = ({ accounts, summary }: MailedPage, key: string): string[] => {
  if (accounts.length === 1) return [];
  const nameOf = new Map(accounts.map(({ accountId, name }) => [accountId, name]));
  const lacking = summary.bySubAccount
    .map(({ of, counts }) => ({ of, lack: counts.unowned + counts.invalid + counts.departed }))
    .filter(({ lack }) => lack > 0)
    .sort((a, b) => b.lack - a.lack)
    .slice(0, MAX_LISTED);
  if (lacking.length === 0) return [];
  return [
    `Most without a valid ${key}:`,
    ...lacking.map(({ of, lack }) => row(`${nameOf.get(of) ?? of} (${of})`, count(lack))),
    '',
  ];
};

/** Who has access, in numbers: the page has what is found. */
const accessLines = ({ report: { access } }: MailedPage): string[] => {
  if (access === undefined) return [];
  if ('missing' in access) return [...wrap(access.missing), ''];
  return [row('findings about who has access', count(access.findings.length)), ''];
};

/** How to open the page. A link stays on one line, even if it is longer than others. */
const linkLines = (link: PageLink, { timeZone }: NoticeSettings): string[] => {
  switch (link.is) {
    case 'sign-in':
      return [
        ...(link.switchRole === null
          ? ['The page, in the account of the hub:']
          : ['Sign in to the gateway, switch role:', link.switchRole, 'and then the page:']),
        link.object,
        ...wrap('There, "Open" shows it.'),
      ];
    case 'presigned':
      return [
        'The page:',
        link.url,
        ...wrap(
          `Whoever has this link can read the page until ${formatMinute(link.until, timeZone)}, without signing in: do not pass it on. After that, it is in the bucket:`,
        ),
        link.object,
      ];
    default:
      return link satisfies never;
  }
};

/**
 * The mail about a page: its totals, and where it is. Administrators get that of all sub-accounts, and program managers that of
 * their own. In dry-run, only administrators get mails.
 */
const composeReportMail = (page: MailedPage, { topics, settings, run }: ReportMailContext): Mail[] => {
  const { readers, accounts, report, summary, link } = page;
  const { key } = settings.ownerTag;
  const enforced = accounts.find(({ mode }) => mode === 'enforce');
  const to =
    readers === 'administrators'
      ? topics.administrators
      : enforced && `${topics.subAccountPrefix}${enforced.accountId}`;
  if (to === undefined) return [];
  const noticeId = idOf(`report ${run} ${to}`);
  const [first, second] = accounts;
  const where = second === undefined ? first.name : `${accounts.length} sub-accounts`;
  const what = ownedText(page, key);
  const message = [
    ...wrap(`Who owns what in ${where}, on ${report.madeAt.slice(0, 10)}.`),
    '',
    ...wrap(`${what}.`),
    ...countLines(summary, key),
    '',
    ...failedLines(page),
    ...gapLines(page),
    ...costLines(page, key),
    ...accountLines(page, key),
    ...accessLines(page),
    ...linkLines(link, settings),
    '',
    ...fact('Questions', settings.administrators.join(', ')),
    ...fact('Notice', shownNoticeId(noticeId)),
  ].join('\n');
  return [{ id: mailId(noticeId, 1), to: [to], person: null, subject: subject(where, what), message }];
};

/** The mails about all pages of a report. */
export const composeReportMails = (pages: readonly MailedPage[], context: ReportMailContext): Mail[] =>
  pages.flatMap((page) => composeReportMail(page, context));
