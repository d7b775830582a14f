import { DEFAULT_REGIONS } from '../../infra/regions.ts';
import { objectLink, switchRoleLink } from '../../lambdas/domain/report/bucket-layout.ts';
import {
  composeReportMails,
  type MailedAccount,
  type MailedPage,
  type ReportMailContext,
} from '../../lambdas/domain/report/compose-report-mail.ts';
import { costsIn, costsOfAccounts } from '../../lambdas/domain/report/costs.ts';
import { OwnerMails } from '../../lambdas/domain/report/owner-mail.ts';
import type {
  AccessReview,
  CollectedRegion,
  Costs,
  ReportedResource,
} from '../../lambdas/domain/report/report.ts';
import { summarize } from '../../lambdas/domain/report/summary.ts';
import { PANGENOMICS as LAB, SAMPLE_CONFIGURATION, TREEHOUSE } from '../../local/sample/configuration.ts';
import type { Titled } from './notices.ts';

const MADE_AT = '2026-11-02T14:00:00Z';

const lab: MailedAccount = { accountId: LAB, name: 'pangenomics', mode: 'enforce' };
const treehouse: MailedAccount = { accountId: TREEHOUSE, name: 'treehouse', mode: 'enforce' };

/** A sub-account in which nothing could be read. */
const browser: MailedAccount = { accountId: '310987654321', name: 'browser', mode: 'enforce' };

const resource = (
  id: string,
  ownership: ReportedResource['ownership'],
  more: Partial<ReportedResource> = {},
): ReportedResource => ({
  arn: `arn:aws:ec2:us-west-2:${LAB}:${id}`,
  accountId: LAB,
  region: 'us-west-2',
  resourceType: `ec2:${id.split('/')[0]}`,
  name: null,
  tags: [],
  ownership,
  idle: null,
  ...more,
});

const mkim = { is: 'owned', owner: 'mkim@ucsc.edu' } as const;

const RESOURCES: readonly ReportedResource[] = [
  ...Array.from({ length: 41 }, (_, index) => resource(`instance/i-0a${10 + index}`, mkim)),
  resource('instance/i-0b1', mkim, { idle: { is: 'stopped', since: '2026-08-14T09:00:00Z' } }),
  resource('volume/vol-0c1', mkim, { idle: { is: 'unattached' } }),
  resource('volume/vol-0c2', { is: 'departed', owner: 'jdoe@ucsc.edu' }),
  resource('volume/vol-0c3', { is: 'invalid', key: 'Owner', value: 'lab' }),
  resource('volume/vol-0c4', { is: 'unread', reason: 'not answered' }),
  resource('instance/i-0d1', { is: 'accepted', reason: 'license server', until: '2027-06-30' }),
  ...['data', 'logs', 'results'].map((name) =>
    resource('bucket', { is: 'unowned' }, { arn: `arn:aws:s3:::${name}`, resourceType: 's3:bucket' }),
  ),
  resource('instance/i-0e1', { is: 'unowned' }, { accountId: TREEHOUSE }),
];

const failed = (accountId: string, region: string): CollectedRegion => ({
  accountId,
  region,
  collected: { is: 'failed', reason: 'the role tag-enforcement-report cannot be assumed' },
});

const partial = (accountId: string, region: string, resources: number): CollectedRegion => ({
  accountId,
  region,
  collected: { is: 'partial', resources, leavesOut: 'What was never tagged is missing here.' },
});

const REGIONS_OF_BROWSER = DEFAULT_REGIONS.slice(0, 12);

const REGIONS: readonly CollectedRegion[] = [
  partial(LAB, 'us-west-2', 50),
  { accountId: TREEHOUSE, region: 'us-west-2', collected: { is: 'complete', resources: 1 } },
  failed(TREEHOUSE, 'us-east-1'),
  ...REGIONS_OF_BROWSER.map((region) => failed(browser.accountId, region)),
];

const group = (key: string, accountId: string, amount: string) => ({
  month: '2026-10',
  keys: [key, accountId],
  amount,
});

const COSTS: Costs = costsIn(
  {
    currency: 'USD',
    totals: [
      { month: '2026-10', amount: '9042.1934561205', isOpen: false },
      { month: '2026-11', amount: '310.02', isOpen: true },
    ],
    accounts: [
      { month: '2026-10', keys: [LAB], amount: '8012.1934561205' },
      { month: '2026-10', keys: [TREEHOUSE], amount: '1030' },
      { month: '2026-11', keys: [LAB], amount: '310.02' },
    ],
    owners: [
      group('Owner$mkim@ucsc.edu', LAB, '6100.55'),
      group('Owner$jdoe@ucsc.edu', LAB, '201.1034561205'),
      group('Owner$left@ucsc.edu', LAB, '10.54'),
      group('Owner$lab', LAB, '700'),
      group('Owner$', LAB, '1000'),
      group('Owner$', TREEHOUSE, '1030'),
      { month: '2026-11', keys: ['Owner$mkim@ucsc.edu', LAB], amount: '310.02' },
    ],
    usage: [group(LAB, 'Amazon Simple Storage Service', '1000')],
    others: [],
  },
  'Owner',
);

const { hub } = SAMPLE_CONFIGURATION;
const PREFIX = `arn:aws:sns:${hub.region}:${hub.accountId}:tag-enforcement-`;

const CONTEXT: ReportMailContext = {
  topics: {
    administrators: `${PREFIX}administrators`,
    subAccountPrefix: PREFIX,
    personPrefix: `${PREFIX}person-`,
  },
  settings: {
    ownerTag: {
      key: 'Owner',
      patterns: [...SAMPLE_CONFIGURATION.ownerTag.patterns],
      onInvalidValue: 'report',
    },
    timeZone: SAMPLE_CONFIGURATION.timeZone,
    administrators: SAMPLE_CONFIGURATION.administrators,
  },
  run: MADE_AT,
};

const BUCKET = `tag-enforcement-report-${hub.accountId}`;

const object = (page: string) =>
  objectLink({
    bucket: BUCKET,
    key: `pages/2026-11-02/${page}.html`,
    region: hub.region,
  });

const page = (
  accounts: readonly [MailedAccount, ...MailedAccount[]],
  costs: Costs | { readonly missing: string },
  access?: AccessReview,
) => {
  const ids = new Set(accounts.map(({ accountId }) => accountId));
  const those = RESOURCES.filter(({ accountId }) => ids.has(accountId));
  return {
    accounts,
    report: {
      madeAt: MADE_AT,
      regions: REGIONS.filter(({ accountId }) => ids.has(accountId)),
      costs,
      ...(access ? { access } : {}),
    },
    summary: summarize({ costs, ownerKey: 'Owner' }, those),
  };
};

const withRegions = (one: ReturnType<typeof page>, regions: readonly CollectedRegion[]) => ({
  ...one,
  report: { ...one.report, regions },
});

/** The mails about pages of a made-up week, in the order of their titles. */
const PAGES: readonly { readonly title: string; readonly to: string; readonly page: MailedPage }[] = [
  {
    title: 'Report: to administrators',
    to: SAMPLE_CONFIGURATION.administrators[0],
    page: {
      readers: 'administrators',
      ...page([lab, treehouse], COSTS, {
        findings: [
          { kind: 'no-mfa', about: 'bob@ucsc.edu', what: 'has a password, and no MFA', todo: 'ask them' },
        ],
        unread: [],
      }),
      link: { is: 'sign-in', object: object('all'), switchRole: null },
    },
  },
  {
    title: "Report: to a sub-account's program managers",
    to: 'pangenomics-pm@ucsc.edu',
    page: {
      readers: 'program-managers',
      ...page([lab], costsOfAccounts(COSTS, new Set([LAB]), 'Owner')),
      link: {
        is: 'sign-in',
        object: object(LAB),
        switchRole: switchRoleLink(hub.accountId, `tag-enforcement-pages-${LAB}`),
      },
    },
  },
  {
    title: 'Report: of Regions that could not be read, without costs, with a link that needs no sign-in',
    to: 'browser-pm@ucsc.edu',
    page: {
      readers: 'program-managers',
      ...page([browser], { missing: 'There are no costs, because billing is not configured.' }),
      link: {
        is: 'presigned',
        object: object(browser.accountId),
        url: `https://${BUCKET}.s3.${hub.region}.amazonaws.com/pages/2026-11-02/${browser.accountId}.html?X-Amz-Signature=0a1b2c3d`,
        until: '2026-11-02T15:00:00Z',
      },
    },
  },
  {
    title: 'Report: of a sub-account with nothing that needs an owner, as far as it could be read',
    to: 'browser-pm@ucsc.edu',
    page: {
      readers: 'program-managers',
      ...withRegions(page([browser], { missing: 'There are no costs, because billing is not configured.' }), [
        failed(browser.accountId, 'us-east-1'),
        ...['us-east-2', 'us-west-2'].map((region) => ({
          ...partial(browser.accountId, region, 0),
          usersUnknown: true as const,
        })),
      ]),
      link: { is: 'sign-in', object: object(browser.accountId), switchRole: null },
    },
  },
];

/** The mails of a report of a made-up week. */
export const reportMails = (): Titled[] => {
  const owners = new OwnerMails([lab, treehouse], new Date(MADE_AT));
  for (const one of RESOURCES) owners.add(one);
  return [
    ...PAGES.flatMap(({ title, to, page }) =>
      composeReportMails([page], CONTEXT).map(({ subject, message }) => ({
        title,
        recipients: [to],
        subject,
        message,
      })),
    ),
    ...owners
      .mails({ costs: COSTS, regions: REGIONS }, CONTEXT)
      .map(({ person, mail: { subject, message } }) => ({
        title: 'Report: to an owner, once a month (ownerMail)',
        recipients: [person],
        subject,
        message,
      })),
  ];
};
