import * as z from 'zod/mini';
import type { OwnerMailTable } from '../aws/mail-tables.ts';
import type { SignLink } from '../aws/report-bucket.ts';
import type { SendMessage } from '../aws/send-message.ts';
import { paced } from '../concurrency.ts';
import { type Accounts, modeOf } from '../domain/grace-period/round.ts';
import type { UnansweredMail } from '../domain/mail.ts';
import {
  type Audience,
  objectLink,
  type PageLink,
  readerRoleName,
  switchRoleLink,
} from '../domain/report/bucket-layout.ts';
import { composeReportMails, type MailedAccount } from '../domain/report/compose-report-mail.ts';
import { OwnerMails } from '../domain/report/owner-mail.ts';
import type { Report, ReportedResource } from '../domain/report/report.ts';
import { summarize } from '../domain/report/summary.ts';
import { json } from '../environment.ts';
import type { Log } from '../log.ts';
import { NoticeEnvironment, settingsOf } from '../notice/environment.ts';

/** The part of the environment of `report` that its mails need. */
export const MailEnvironment = z.extend(NoticeEnvironment, {
  BUCKET_NAME: z.string(),
  /** The hub's account and Region, where the bucket is. */
  HUB: json(z.object({ accountId: z.string(), region: z.string() })),
  MAIL_QUEUE_URL: z.string(),
  OWNER_MAIL: json(z.boolean()),
  /** The role that signs links that need no sign-in; empty where mails have none. */
  LINK_ROLE_NAME: z.string(),
});
export type MailEnvironment = z.infer<typeof MailEnvironment>;

export type MailClients = {
  readonly sendMail: SendMessage<UnansweredMail>;
  readonly ownerMails: OwnerMailTable;
  /** Null if readers sign in. */
  readonly signLink: SignLink | null;
  readonly log: Log;
};

/** A page that was written, and the resources on it, which are read anew for each loop over them. */
export type WrittenPage = {
  readonly audience: Audience;
  readonly key: string;
  readonly report: Report;
  readonly resources: Iterable<ReportedResource>;
};

/**
 * Owners' mails of one run; the others are sent with the next report of the month. The queue of mails keeps them for six minutes
 * and sends eight a second, and a warning must not wait behind them: so two a second, for four minutes at most.
 */
const MAX_OWNER_MAILS = 500;
const OWNER_MAIL_INTERVAL_MS = 500;

const accountsOf = ({ subAccounts }: Audience, accounts: Accounts): MailedAccount[] =>
  subAccounts.map(({ accountId, name }) => ({
    accountId,
    name,
    mode: modeOf(accountId, accounts) === 'enforce' ? 'enforce' : 'dry-run',
  }));

const linkTo = async (
  { audience, key }: WrittenPage,
  { BUCKET_NAME: bucket, HUB }: MailEnvironment,
  { signLink }: MailClients,
): Promise<PageLink> => {
  const object = objectLink({ bucket, key, region: HUB.region });
  if (signLink) return { is: 'presigned', object, ...(await signLink(bucket, key)) };
  const { programManagers, subAccounts } = audience;
  const switchRole =
    programManagers === null ? null : switchRoleLink(HUB.accountId, readerRoleName(subAccounts));
  return { is: 'sign-in', object, switchRole };
};

/** Queues the mails about the pages of a report. A run that is repeated writes the same mails, which are sent once. */
const sendReportMails = async (
  pages: readonly WrittenPage[],
  run: string,
  environment: MailEnvironment,
  clients: MailClients,
): Promise<void> => {
  const context = { ...settingsOf(environment), run };
  for (const page of pages) {
    const [first, ...others] = accountsOf(page.audience, environment.ACCOUNTS);
    if (!first) continue;
    const mailed = {
      readers: page.audience.programManagers === null ? 'administrators' : 'program-managers',
      accounts: [first, ...others],
      report: page.report,
      summary: summarize(page.report, page.resources),
      link: await linkTo(page, environment, clients),
    } as const;
    for (const mail of composeReportMails([mailed], context)) await clients.sendMail({ mail });
  }
};

/** Queues the mails to owners who had none this month. The first page is that of all accounts. */
const sendOwnerMails = async (
  [all]: readonly WrittenPage[],
  run: string,
  environment: MailEnvironment,
  { ownerMails, sendMail, log }: MailClients,
): Promise<void> => {
  if (!environment.OWNER_MAIL || !all) return;
  const now = new Date(all.report.madeAt);
  const owners = new OwnerMails(accountsOf(all.audience, environment.ACCOUNTS), now);
  for (const resource of all.resources) owners.add(resource);
  const send = paced(OWNER_MAIL_INTERVAL_MS, sendMail);
  let sent = 0;
  for (const { person, mail } of owners.mails(all.report, { ...settingsOf(environment), run })) {
    if (sent >= MAX_OWNER_MAILS) break;
    const month = all.report.madeAt.slice(0, 7);
    if (!(await ownerMails.claim(person, month, run, now))) continue;
    await send({ mail });
    sent += 1;
  }
  log.info('owner-mails-queued', { sent });
};

/** Queues all mails of a run, the first page of which is that of all accounts. */
export type SendMails = (pages: readonly WrittenPage[], run: string) => Promise<void>;

export const sendMails =
  (environment: MailEnvironment, clients: MailClients): SendMails =>
  async (pages, run) => {
    await sendReportMails(pages, run, environment, clients);
    await sendOwnerMails(pages, run, environment, clients);
  };
