import { describe, expect, test } from '@jest/globals';
import { objectLink, switchRoleLink } from '../../../../lambdas/domain/report/bucket-layout.ts';
import {
  composeReportMails,
  type MailedAccount,
  type MailedPage,
  type ReportMailContext,
} from '../../../../lambdas/domain/report/compose-report-mail.ts';
import type {
  AccessReview,
  CollectedRegion,
  Costs,
  ReportedResource,
} from '../../../../lambdas/domain/report/report.ts';
import { summarize } from '../../../../lambdas/domain/report/summary.ts';

const lab: MailedAccount = { accountId: '422448306679', name: 'lab', mode: 'enforce' };
const trial: MailedAccount = { accountId: '111122223333', name: 'trial', mode: 'dry-run' };

const PREFIX = 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-';
const context: ReportMailContext = {
  topics: {
    administrators: `${PREFIX}administrators`,
    subAccountPrefix: PREFIX,
    personPrefix: `${PREFIX}person-`,
  },
  settings: {
    ownerTag: { key: 'Owner', patterns: ['?*@ucsc.edu'], onInvalidValue: 'report' },
    timeZone: 'America/Los_Angeles',
    administrators: ['admin@ucsc.edu'],
  },
  run: 'a-run',
};

const aResource = (
  ownership: ReportedResource['ownership'],
  { accountId }: MailedAccount = lab,
): ReportedResource => ({
  arn: 'arn:aws:sqs:us-west-2:1:queue',
  accountId,
  region: 'us-west-2',
  resourceType: 'sqs:queue',
  name: null,
  tags: [],
  ownership,
  idle: null,
});

const object = objectLink({ bucket: 'a-bucket', key: 'pages/2026-11-02/all.html', region: 'us-west-2' });

const costs: Costs = {
  currency: 'USD',
  rows: [
    { owner: 'alice@ucsc.edu', accountId: lab.accountId, month: '2026-10', amount: '1234.505' },
    { owner: null, accountId: lab.accountId, month: '2026-10', amount: '0.495' },
    { owner: null, accountId: lab.accountId, month: '2026-11', amount: '5' },
  ],
  totals: [
    { month: '2026-10', amount: '1235', isOpen: false },
    { month: '2026-11', amount: '5', isOpen: true },
  ],
  withoutOwner: [],
  notes: [],
};

const aPage = (
  resources: readonly ReportedResource[],
  more: Partial<MailedPage> = {},
  of: MailedPage['report']['costs'] = costs,
): MailedPage => ({
  readers: 'administrators',
  accounts: [lab, trial],
  report: { madeAt: '2026-11-02T14:00:00Z', regions: [], costs: of },
  summary: summarize({ costs: of, ownerKey: 'Owner' }, resources),
  link: { is: 'sign-in', object, switchRole: null },
  ...more,
});

const some = [
  aResource({ is: 'owned', owner: 'alice@ucsc.edu' }),
  aResource({ is: 'unowned' }),
  aResource({ is: 'unowned' }, trial),
];

/** The one mail about a page. */
const mailAbout = (page: MailedPage) => {
  const [mail, ...others] = composeReportMails([page], context);
  expect(others).toEqual([]);
  if (!mail) throw new Error('There is no mail.');
  return mail;
};

test("administrators' mail has the totals of the summary, and where the page is", () => {
  const { to, person, subject, message } = mailAbout(aPage(some));
  expect([to, person]).toEqual([[context.topics.administrators], null]);
  expect(subject).toBe('2 sub-accounts: 33.3% owned: 1 of 3 resources has a valid Owner');
  expect(message).toMatch(/^ {2}without the tag Owner +2$/m);
  expect(message).toMatch(/^Cost of 2026-10:$/m);
  expect(message).toMatch(/^ {2}in all +USD 1,235\.00$/m);
  expect(message).toMatch(/^ {2}of owners +USD 1,234\.51$/m);
  expect(message).toMatch(/^ {2}without the tag Owner +USD 0\.50$/m);
  expect(message).toMatch(/^ {2}twelve months +USD 1,240\.00$/m);
  expect(message).toMatch(/^ {2}trial \(111122223333\) +1$/m);
  expect(message.split('\n')).toContain(object);
  expect(message).not.toContain('switch role');
});

test('no line but a link is longer than 72 characters', () => {
  const region = { accountId: lab.accountId, region: 'us-east-1' };
  const failed = { ...region, collected: { is: 'failed', reason: 'x'.repeat(300) } } as const;
  const page = aPage(some);
  const { message } = mailAbout({ ...page, report: { ...page.report, regions: [failed] } });
  expect(message).toMatch(/lab us-east-1:\n {4}x{68}\n/);
  expect(message.split('\n').filter((line) => line.length > 72 && !line.startsWith('https://'))).toEqual([]);
});

test('Regions of an account that failed alike are named together, with the whole reason', () => {
  const reason = 'RoleNotAssumable: Cannot assume arn:aws:iam::422448306679:role/tag-enforcement-report';
  const regions = Array.from({ length: 12 }, (_, index) => ({
    accountId: lab.accountId,
    region: `us-west-${index}`,
    collected: { is: 'failed', reason } as const,
  }));
  const page = aPage(some);
  const { message } = mailAbout({ ...page, report: { ...page.report, regions } });
  const flat = message.replace(/\s+/g, ' ');
  expect(flat).toContain(`us-west-8, us-west-9, and 2 more Regions: ${reason}`);
});

test('what was read in part, or not at all, is said, and no number stands for it', () => {
  const region = { accountId: lab.accountId, region: 'us-east-1' };
  const collected = { is: 'partial', resources: 1, leavesOut: 'What was never tagged.' } as const;
  const mail = (page: MailedPage, regions: CollectedRegion[]) =>
    mailAbout({ ...page, report: { ...page.report, regions } });
  const partial = mail(aPage(some), [{ ...region, collected, usersUnknown: true }]).message;
  expect(partial).toContain('1 Region was read in part: the page says what is left out.');
  expect(partial.replaceAll('\n', ' ')).toContain('it is not known whose owner has left');
  const failed: CollectedRegion = { ...region, collected: { is: 'failed', reason: 'throttled' } };
  expect(mail(aPage([]), [failed]).subject).toBe('2 sub-accounts: Nothing could be read');
  const exempt = aPage([aResource({ is: 'accepted', reason: 'x', until: '2027-01-01' })]);
  expect(mail(exempt, [failed, { ...region, collected }]).subject).toBe(
    '2 sub-accounts: No resource that could be read needs the tag Owner',
  );
});

test('without costs, it says how to get them', () => {
  const { message } = mailAbout(aPage(some, {}, { missing: 'Set billing, then deploy.' }));
  expect(message).toContain('Set billing, then deploy.');
  expect(message).not.toContain('Cost of');
});

test('a credit is a negative amount, in ASCII', () => {
  const rows = [{ owner: null, accountId: lab.accountId, month: '2026-10', amount: '-1234.5' }];
  const { message } = mailAbout(aPage(some, {}, { ...costs, rows }));
  expect(message).toMatch(/^ {2}in all +USD -1,234\.50$/m);
});

test('if nothing needs an owner, there is no share', () => {
  const page = aPage([aResource({ is: 'accepted', reason: 'x', until: '2027-01-01' })]);
  expect(mailAbout(page).subject).toBe('2 sub-accounts: No resource needs the tag Owner');
});

test('it has the number of findings about who has access, or why that is not known, where access is configured', () => {
  const page = aPage(some);
  const about = (access: AccessReview) => mailAbout({ ...page, report: { ...page.report, access } }).message;
  const finding = { kind: 'no-mfa', about: 'eve@ucsc.edu', what: 'has no MFA', todo: 'ask' } as const;
  expect(about({ findings: [finding], unread: [] })).toMatch(/^ {2}findings about who has access +1$/m);
  expect(about({ missing: 'The role is gone.' })).toContain('The role is gone.');
  expect(mailAbout(page).message).not.toContain('access');
});

describe("program managers' mail", () => {
  const switchRole = switchRoleLink('652235167018', 'tag-enforcement-pages-422448306679');

  test('goes to the topic of their sub-account, with the role that may read the page', () => {
    const link = { is: 'sign-in', object, switchRole } as const;
    const { to, message } = mailAbout(aPage(some, { readers: 'program-managers', accounts: [lab], link }));
    expect(to).toEqual([`${PREFIX}422448306679`]);
    expect(message.split('\n')).toEqual(expect.arrayContaining([switchRole, object]));
  });

  test('is not sent while all their sub-accounts are in dry-run', () => {
    const page = aPage(some, { readers: 'program-managers', accounts: [trial] });
    expect(composeReportMails([page], context)).toEqual([]);
  });

  test('goes to that of their sub-accounts that is enforced', () => {
    const { to } = mailAbout(aPage(some, { readers: 'program-managers', accounts: [trial, lab] }));
    expect(to).toEqual([`${PREFIX}422448306679`]);
  });
});

test('beside a link that needs no sign-in stands how long it lives, and who can read it', () => {
  const link = {
    is: 'presigned',
    object,
    url: 'https://x.example/y',
    until: '2026-11-02T15:00:00Z',
  } as const;
  const text = mailAbout(aPage(some, { link })).message.replaceAll('\n', ' ');
  expect(text).toContain('https://x.example/y Whoever has this link can read the page until 07:00 PST');
});

test('the same run writes a mail with the same id, and another run another', () => {
  const id = mailAbout(aPage(some)).id;
  expect(composeReportMails([aPage(some)], context)[0]?.id).toBe(id);
  expect(composeReportMails([aPage(some)], { ...context, run: 'next' })[0]?.id).not.toBe(id);
});

test('the links are to the object in its Region, and to the role in the account', () => {
  expect(object).toBe(
    'https://us-west-2.console.aws.amazon.com/s3/object/a-bucket?region=us-west-2&prefix=pages%2F2026-11-02%2Fall.html',
  );
  expect(switchRoleLink('652235167018', 'a-role')).toBe(
    'https://signin.aws.amazon.com/switchrole?account=652235167018&roleName=a-role&displayName=report',
  );
});
