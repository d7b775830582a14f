import { expect, test } from '@jest/globals';
import { personTopic } from '../../../../lambdas/domain/launcher/directory.ts';
import type {
  MailedAccount,
  ReportMailContext,
} from '../../../../lambdas/domain/report/compose-report-mail.ts';
import { OwnerMails } from '../../../../lambdas/domain/report/owner-mail.ts';
import type { CollectedRegion, Costs, ReportedResource } from '../../../../lambdas/domain/report/report.ts';

const NOW = new Date('2026-11-02T14:00:00Z');
const lab: MailedAccount = { accountId: '422448306679', name: 'lab', mode: 'enforce' };
const trial: MailedAccount = { accountId: '111122223333', name: 'trial', mode: 'dry-run' };

const PREFIX = 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-';
const context: ReportMailContext = {
  topics: { administrators: 'admins', subAccountPrefix: PREFIX, personPrefix: `${PREFIX}person-` },
  settings: {
    ownerTag: { key: 'Owner', patterns: ['?*@ucsc.edu', 'shared'], onInvalidValue: 'report' },
    timeZone: 'UTC',
    administrators: ['admin@ucsc.edu'],
  },
  run: 'a-run',
};

const costs: Costs = {
  currency: 'USD',
  rows: [
    { owner: 'alice@ucsc.edu', accountId: lab.accountId, month: '2026-10', amount: '10.10' },
    { owner: 'alice@ucsc.edu', accountId: lab.accountId, month: '2026-11', amount: '0.05' },
    { owner: 'bob@ucsc.edu', accountId: lab.accountId, month: '2026-10', amount: '77' },
  ],
  totals: [
    { month: '2026-10', amount: '87.10', isOpen: false },
    { month: '2026-11', amount: '0.05', isOpen: true },
  ],
  withoutOwner: [],
  notes: [],
};

const volume = (id: string, more: Partial<ReportedResource> = {}): ReportedResource => ({
  arn: `arn:aws:ec2:us-west-2:422448306679:volume/${id}`,
  accountId: lab.accountId,
  region: 'us-west-2',
  resourceType: 'ec2:volume',
  name: null,
  tags: [],
  ownership: { is: 'owned', owner: 'alice@ucsc.edu' },
  idle: null,
  ...more,
});

const instance = (id: string, since: string | null): ReportedResource =>
  volume(id, {
    arn: `arn:aws:ec2:us-west-2:422448306679:instance/${id}`,
    resourceType: 'ec2:instance',
    idle: { is: 'stopped', since },
  });

const mailsAbout = (
  resources: readonly ReportedResource[],
  of: Costs | { missing: string } = costs,
  regions: CollectedRegion[] = [],
) => {
  const owners = new OwnerMails([lab, trial], NOW);
  for (const one of resources) owners.add(one);
  return owners.mails({ costs: of, regions }, context);
};

test('an owner reads what is theirs, what it costs and what they can delete, on their own topic', () => {
  const [alice, ...others] = mailsAbout([
    volume('vol-1'),
    volume('vol-2', { idle: { is: 'unattached' } }),
    instance('i-1', '2026-09-01T00:00:00Z'),
  ]);
  expect(others).toEqual([]);
  expect(alice).toMatchObject({
    person: 'alice@ucsc.edu',
    mail: { to: [`${PREFIX}person-${personTopic('alice@ucsc.edu')}`], person: 'alice@ucsc.edu' },
  });
  const { subject = '', message = '' } = alice?.mail ?? {};
  expect(subject).toBe('What is yours: 3 resources; you may delete 2');
  expect(message).toMatch(/^ {2}lab {2}ec2:volume +2$/m);
  expect(message).toMatch(/^ {2}in 2026-10 +USD 10\.10$/m);
  expect(message).toMatch(/^ {2}in twelve months +USD 10\.15$/m);
  expect(message).toMatch(/^ {2}lab us-west-2 {2}vol-2 {2}attached to nothing$/m);
  expect(message).toMatch(/^ {2}lab us-west-2 {2}i-1 {2}stopped for 8 weeks$/m);
  expect(message).not.toContain('bob@ucsc.edu');
});

test.each([
  ['it was stopped lately', instance('i-2', '2026-10-20T00:00:00Z')],
  ['it is not known since when it is stopped', instance('i-3', null)],
  ['nothing speaks for it', volume('vol-3')],
])('nothing is named to delete if %s', (_, resource) => {
  const [mail] = mailsAbout([resource]);
  expect(mail?.mail.subject).toBe('What is yours: 1 resource');
  expect(mail?.mail.message).not.toContain('delete');
});

test.each<[string, Partial<ReportedResource>]>([
  ['in an account in dry-run', { accountId: trial.accountId }],
  ['in an account that is not listed', { accountId: '999999999999' }],
  ['of a group that has no address', { ownership: { is: 'owned', owner: 'shared' } }],
  ['of somebody who left', { ownership: { is: 'departed', owner: 'jdoe@ucsc.edu' } }],
  ['of nobody', { ownership: { is: 'unowned' } }],
])('nobody gets a mail about a resource %s', (_, more) => {
  expect(mailsAbout([volume('vol-1', more)])).toEqual([]);
});

test('very many resources make a mail of bounded length that counts them all', () => {
  const many = Array.from({ length: 5000 }, (_, index) =>
    volume(`vol-${index}`, { resourceType: `ec2:t${index % 50}`, idle: { is: 'unattached' } }),
  );
  const message = mailsAbout(many)[0]?.mail.message ?? '';
  expect(message).toContain('5,000 resources have you as Owner.');
  expect(message).toMatch(/^ {2}others +3,000$/m);
  expect(message).toContain('  and 4,980 more');
  expect(message.split('\n').length).toBeLessThan(70);
  expect(message.split('\n').filter((line) => line.length > 72)).toEqual([]);
});

test('without costs, nothing is said of them', () => {
  expect(mailsAbout([volume('vol-1')], { missing: 'x' })[0]?.mail.message).not.toContain('cost');
});

test('an owner reads that Regions could not be read, but not of accounts of which they get no mail', () => {
  const failed = ({ accountId }: MailedAccount, region: string): CollectedRegion => ({
    accountId,
    region,
    collected: { is: 'failed', reason: 'throttled' },
  });
  const about = (regions: CollectedRegion[]) =>
    mailsAbout([volume('vol-1')], costs, regions)[0]?.mail.message;
  expect(about([failed(lab, 'us-east-1'), failed(trial, 'us-east-1')])).toContain(
    '1 Region could not be read: what you have there is missing here.',
  );
  expect(about([failed(trial, 'us-east-1')])).not.toContain('could not be read');
});

test('a month has one id for an owner, whichever run writes the mail', () => {
  const id = (run: string) => {
    const owners = new OwnerMails([lab], NOW);
    owners.add(volume('vol-1'));
    return owners.mails({ costs, regions: [] }, { ...context, run })[0]?.mail.id;
  };
  expect(id('a')).toBe(id('b'));
});
