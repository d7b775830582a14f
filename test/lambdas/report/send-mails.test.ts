import { describe, expect, test } from '@jest/globals';
import { audiencesOf, pageKey } from '../../../lambdas/domain/report/bucket-layout.ts';
import type { Report, ReportedResource } from '../../../lambdas/domain/report/report.ts';
import {
  type MailClients,
  type MailEnvironment,
  sendMails,
  type WrittenPage,
} from '../../../lambdas/report/send-mails.ts';
import { aLog } from '../a-log.ts';
import { inFakeTime } from '../in-fake-time.ts';

const LAB = '422448306679';
const SANDBOX = '111122223333';
const AT = '2026-11-02T14:00:00Z';
const PREFIX = 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-';

const environment: MailEnvironment = {
  ACCOUNTS: { 'dry-run': [SANDBOX], enforce: [LAB] },
  OWNER_TAG: { key: 'Owner', patterns: ['?*@ucsc.edu'], onInvalidValue: 'report' },
  TIME_ZONE: 'America/Los_Angeles',
  ADMINISTRATORS: ['admin@ucsc.edu'],
  ADMINISTRATORS_TOPIC_ARN: `${PREFIX}administrators`,
  SUB_ACCOUNT_TOPIC_ARN_PREFIX: PREFIX,
  PERSON_TOPIC_ARN_PREFIX: `${PREFIX}person-`,
  TABLE_NAME: 'a-table',
  BUCKET_NAME: 'a-bucket',
  HUB: { accountId: '652235167018', region: 'us-west-2' },
  MAIL_QUEUE_URL: 'a-queue',
  OWNER_MAIL: true,
  LINK_ROLE_NAME: '',
};

const aResource = (accountId: string, owner: string | null): ReportedResource => ({
  arn: `arn:aws:sqs:us-west-2:${accountId}:jobs`,
  accountId,
  region: 'us-west-2',
  resourceType: 'sqs',
  name: null,
  tags: [],
  ownership: owner === null ? { is: 'unowned' } : { is: 'owned', owner },
  idle: null,
});

/** The pages of these resources, as `report` writes them. */
const pagesOf = (resources: readonly ReportedResource[]): WrittenPage[] =>
  audiencesOf([
    { accountId: SANDBOX, name: 'sandbox', programManagers: ['dry@ucsc.edu'] },
    { accountId: LAB, name: 'lab', programManagers: ['pm@ucsc.edu'] },
  ]).map((audience) => {
    const ids = audience.subAccounts.map(({ accountId }) => accountId);
    const report: Report = {
      madeAt: AT,
      timeZone: 'America/Los_Angeles',
      ownerKey: 'Owner',
      subAccounts: audience.subAccounts,
      regions: [],
      costs: { missing: 'There are no costs.' },
      weeks: [],
    };
    const ours = resources.filter(({ accountId }) => ids.includes(accountId));
    return { audience, key: pageKey('2026-11-02', audience), report, resources: ours };
  });

const send = async (
  resources: readonly ReportedResource[],
  {
    changed = {},
    clients = {},
  }: { readonly changed?: Partial<MailEnvironment>; readonly clients?: Partial<MailClients> } = {},
) => {
  const sent: { to: readonly string[]; subject: string; message: string; at: number }[] = [];
  const began = Date.now();
  await sendMails(
    { ...environment, ...changed },
    {
      sendMail: async ({ mail: { to, subject, message } }) => {
        sent.push({ to, subject, message, at: Date.now() - began });
      },
      ownerMails: { claim: async () => true },
      signLink: null,
      log: aLog(),
      ...clients,
    },
  )(pagesOf(resources), 'a-run');
  return sent;
};

const some = [aResource(LAB, 'alice@ucsc.edu'), aResource(LAB, null), aResource(SANDBOX, null)];

test('administrators get the numbers of all, program managers theirs, and owners what is theirs; none in dry-run', () =>
  inFakeTime(async () => {
    const sent = await send(some);
    expect(
      sent.map(({ to, subject }) => [to[0]?.replace(PREFIX, '').replace(/-\w{20}$/, ''), subject]),
    ).toEqual([
      ['administrators', '2 sub-accounts: 33.3% owned: 1 of 3 resources has a valid Owner'],
      [LAB, 'lab: 50.0% owned: 1 of 2 resources has a valid Owner'],
      ['person-alice-ucsc-edu', 'What is yours: 1 resource'],
    ]);
  }));

test("program managers' link is to their own page, with the role that may read it", () =>
  inFakeTime(async () => {
    const lines = (await send(some))[1]?.message.split('\n');
    expect(lines).toContain(
      `https://signin.aws.amazon.com/switchrole?account=652235167018&roleName=tag-enforcement-pages-${LAB}&displayName=report`,
    );
    expect(lines).toContain(
      `https://us-west-2.console.aws.amazon.com/s3/object/a-bucket?region=us-west-2&prefix=pages%2F2026-11-02%2F${LAB}.html`,
    );
  }));

test('with presigned links, each is to the page of its reader', () =>
  inFakeTime(async () => {
    const signLink = async (bucket: string, key: string) => ({
      url: `https://${bucket}.example/${key}`,
      until: '2026-11-02T15:00:00Z',
    });
    const [all, lab] = await send(some, { clients: { signLink } });
    expect(all?.message).toContain('https://a-bucket.example/pages/2026-11-02/all.html');
    expect(lab?.message).toContain(`https://a-bucket.example/pages/2026-11-02/${LAB}.html`);
  }));

describe("owners' mails", () => {
  const owned = (count: number) =>
    Array.from({ length: count }, (_, index) => aResource(LAB, `u${index}@ucsc.edu`));
  const toOwners = (sent: Awaited<ReturnType<typeof send>>) =>
    sent.filter(({ to }) => to[0]?.includes('person-'));

  test('are not sent unless the configuration says so', () =>
    inFakeTime(async () => {
      expect(toOwners(await send(some, { changed: { OWNER_MAIL: false } }))).toEqual([]);
    }));

  test('are not sent to whom had one this month', () =>
    inFakeTime(async () => {
      const claimed: string[] = [];
      const claim: MailClients['ownerMails']['claim'] = async (person, month, run) => {
        claimed.push(`${person} ${month} ${run}`);
        return person !== 'u1@ucsc.edu';
      };
      const sent = toOwners(await send(owned(3), { clients: { ownerMails: { claim } } }));
      expect(sent).toHaveLength(2);
      expect(claimed).toEqual([0, 1, 2].map((index) => `u${index}@ucsc.edu 2026-11 a-run`));
    }));

  test('leave room for warnings: two a second, and no more than 500 a run, the others unclaimed', () =>
    inFakeTime(async () => {
      let claims = 0;
      const claim = async () => {
        claims += 1;
        return true;
      };
      const sent = toOwners(await send(owned(600), { clients: { ownerMails: { claim } } }));
      expect([sent.length, claims]).toEqual([500, 500]);
      expect((sent.at(-1)?.at ?? 0) - (sent[0]?.at ?? 0)).toBe(499 * 500);
    }));
});
