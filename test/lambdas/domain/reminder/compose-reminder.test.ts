import { describe, expect, test } from '@jest/globals';
import { personTopic } from '../../../../lambdas/domain/launcher/directory.ts';
import { composeReminder } from '../../../../lambdas/domain/reminder/compose-reminder.ts';
import type { Mailbox } from '../../../../lambdas/domain/reminder/mailbox.ts';
import type { Reminder } from '../../../../lambdas/domain/reminder/reminder.ts';
import { anOwnerTag } from '../../an-owner-tag.ts';
import { at } from '../../at.ts';
import { aReminder } from './a-reminder.ts';

const topics = { administrators: 'administrators', subAccountPrefix: 'sub-', personPrefix: 'person-' };
const settings = {
  ownerTag: anOwnerTag(),
  timeZone: 'America/Los_Angeles',
  administrators: ['cluster-admin@soe.ucsc.edu'],
};
const BOB: Mailbox = 'person#bob@ucsc.edu';

const mailTo = (mailbox: Mailbox, first: Reminder, ...others: Reminder[]) => {
  const noticeId = '0123456789abcdef';
  const [mail, ...more] = composeReminder(
    mailbox,
    [first, ...others],
    { topics, settings, noticeId },
    at(18),
  );
  expect(more).toEqual([]);
  if (!mail) throw new Error('no mail');
  return mail;
};

const bucket = aReminder({ arn: 'arn:aws:s3:::lab-data', resourceType: 's3' });

test('one mail names what a person created, and the command that mends it', () => {
  const mail = mailTo(BOB, aReminder(), bucket);
  expect(mail.subject).toBe('pangenomics: 2 resources without a valid tag Owner; nothing is ended');
  expect(mail.message.split('\n')).toEqual([
    'You created 2 resources without a valid tag Owner. Nothing is ended for',
    'that. Please set it to bob@ucsc.edu. What you have deleted since needs',
    'nothing.',
    '',
    'aws resourcegroupstaggingapi tag-resources --region us-west-2 \\',
    '  --tags Owner=bob@ucsc.edu \\',
    '  --resource-arn-list \\',
    '    arn:aws:sqs:us-west-2:422448306679:jobs \\',
    '    arn:aws:s3:::lab-data',
    '',
    'pangenomics (422448306679), us-west-2:',
    '  sqs  jobs  18 min old',
    '  s3  lab-data  18 min old',
    '',
    'Questions:   cluster-admin@soe.ucsc.edu',
    'Notice:      0123456789',
  ]);
});

test('a mail that does not reach its person goes to the managers of the sub-account, then to administrators', () => {
  const own = `person-${personTopic('bob@ucsc.edu')}`;
  expect(mailTo(BOB, aReminder())).toMatchObject({
    person: 'bob@ucsc.edu',
    to: [own, 'sub-422448306679', 'administrators'],
  });
  const elsewhere = aReminder({ accountId: '238605363322', accountName: 'treehouse', arn: 'arn:aws:s3:::b' });
  const mail = mailTo(BOB, aReminder(), elsewhere);
  // Managers of one sub-account need not read of another.
  expect(mail.to).toEqual([own, 'administrators']);
  expect(mail.subject).toMatch(/^2 sub-accounts: /);
});

test('what a stack or a service made is one line, and says where the tag belongs', () => {
  const ofStack = (name: string, arn: string) => aReminder({ arn, maker: { kind: 'stack', name } });
  const { message } = mailTo(
    BOB,
    aReminder(),
    ofStack('web', 'arn:1'),
    ofStack('web', 'arn:2'),
    aReminder({ arn: 'arn:3', maker: { kind: 'service', name: 'EMR' } }),
  );
  expect(message).not.toContain('arn:1');
  expect(message).toContain(
    [
      'Made for you by:',
      '  stack web, pangenomics, us-west-2 (2 resources): set the tag on the',
      '    stack, which passes it on: update-stack --tags.',
      '  EMR, pangenomics, us-west-2 (1 resource): set the tag where you asked',
      '    the service for it.',
    ].join('\n'),
  );
});

test.each<[string, Reminder['finding'], string | null]>([
  ['is missing', { is: 'noncompliant', reason: 'owner-missing' }, null],
  ['is empty', { is: 'noncompliant', reason: 'owner-empty' }, 'Owner is empty'],
  ['could not be read', { is: 'unreadable' }, 'its tags could not be read'],
  [
    'is invalid',
    { is: 'invalid', reason: 'no-pattern-matches', tag: { key: 'Owner', value: 'Bobbie' } },
    '"Bobbie" is not valid',
  ],
  [
    'has another key',
    {
      is: 'noncompliant',
      reason: 'near-miss',
      tag: { key: 'owner', value: 'bob@ucsc.edu' },
      owner: 'bob@ucsc.edu',
    },
    '"owner" is not "Owner"',
  ],
  [
    'is there twice',
    { is: 'invalid', reason: 'near-misses-disagree', values: ['a', 'b'] },
    'its tags disagree',
  ],
])('a line says if the tag %s', (_, finding, expected) => {
  const lines = mailTo(BOB, aReminder({ finding })).message.split('\n');
  const below = lines[lines.findIndex((line) => line.startsWith('  sqs')) + 1];
  expect(below).toBe(expected === null ? '' : `    ${expected}`);
});

describe('what was corrected', () => {
  const nearMiss = (value = 'bob@ucsc.edu'): Reminder['finding'] => ({
    is: 'noncompliant',
    reason: 'near-miss',
    tag: { key: 'owner', value },
    owner: 'bob@ucsc.edu',
  });
  const arn = 'arn:aws:ec2:us-west-2:422448306679:volume/vol-1';
  const volume = (overrides: Partial<Reminder> = {}): Reminder =>
    aReminder({ arn, resourceType: 'ec2:volume', finding: nearMiss(), correction: 'written', ...overrides });

  test('is told of, and nothing is asked', () => {
    const mail = mailTo(BOB, volume());
    expect(mail.subject).toBe('pangenomics: tag Owner corrected on 1 resource; nothing to do');
    expect(mail.message.split('\n')).toEqual([
      'We corrected the tag Owner of 1 resource that you created. Nothing is',
      'left to do.',
      '',
      'Corrected, nothing to do:',
      'pangenomics (422448306679), us-west-2:',
      '  ec2:volume  vol-1  18 min old',
      '    corrected: "owner" -> "Owner"',
      '',
      'Questions:   cluster-admin@soe.ucsc.edu',
      'Notice:      0123456789',
    ]);
  });

  test('is not counted with what is still to be tagged, nor in the command, also if a stack made it', () => {
    const ofStack = volume({ maker: { kind: 'stack', name: 'web' } });
    const mail = mailTo(BOB, aReminder(), volume(), ofStack);
    expect(mail.subject).toBe('pangenomics: 1 resource without a valid tag Owner; nothing is ended');
    expect(mail.message).not.toContain(arn);
    expect(mail.message).not.toContain('Made for you by');
    expect(mail.message.match(/corrected: /g)).toHaveLength(2);
  });

  test('shows the value too, if that was corrected', () => {
    expect(mailTo(BOB, volume({ finding: nearMiss('Bob@UCSC.edu') })).message).toContain(
      '    corrected: "owner"="Bob@UCSC.edu" -> "Owner"="bob@ucsc.edu"',
    );
  });

  test('is, in dry-run, what would be corrected', () => {
    const { message, subject } = mailTo(
      'administrators',
      volume({ mode: 'dry-run', correction: 'would-be-written' }),
    );
    expect(subject).toContain('1 resource without a valid tag Owner');
    expect(message).toContain('    would be corrected: "owner" -> "Owner"');
    expect(message).not.toContain('Corrected, nothing to do');
  });
});

describe('without a known creator', () => {
  test('managers and administrators read who made the calls, and put the name into the command themselves', () => {
    for (const mailbox of ['sub-account#422448306679', 'administrators'] as const) {
      const mail = mailTo(mailbox, aReminder({ creator: 'role robot' }));
      expect(mail.message).toContain('Created by:\n  role robot: 1\n');
      expect(mail.message).toContain('Owner=YOUR_IAM_USER_NAME');
      expect(mail.person).toBeNull();
    }
  });

  test('administrators read what a dry-run would tell, marked as such', () => {
    const mail = mailTo('administrators', aReminder({ mode: 'dry-run' }));
    expect(mail.subject).toMatch(/^\[dry-run\] /);
    expect(mail.message).toContain('pangenomics (422448306679, dry-run), us-west-2:');
  });
});

test('a person whose name is no valid Owner is not told to write it', () => {
  const mail = mailTo('person#bob@other.org', aReminder());
  expect(mail.message).toContain('Owner=YOUR_IAM_USER_NAME');
  expect(mail.message).not.toContain('bob@other.org');
});

test('of ten thousand, a hundred are named and the others counted, and SNS takes the mail', () => {
  const [first, ...others] = Array.from({ length: 10_000 }, (_, index) =>
    aReminder({ arn: `arn:aws:sqs:us-west-2:422448306679:${'q'.repeat(70)}${index}` }),
  );
  if (!first) throw new Error('none');
  const { message } = mailTo(BOB, first, ...others);
  expect(message.match(/ {2}sqs {2}/g)).toHaveLength(100);
  expect(message).toContain('And 9900 more, of which no other mail tells: 9900 sqs.');
  expect(Buffer.byteLength(message)).toBeLessThan(200_000);
});

test('hostile names stay on their line, and out of commands', () => {
  const arn = 'arn:aws:sqs:us-west-2:422448306679:a\nBcc: all@example.org $(reboot)';
  const { message } = mailTo(BOB, aReminder({ arn, creator: 'x\u202ey' }));
  expect(message).not.toContain('tag-resources');
  expect(message).not.toMatch(/^Bcc/m);
});
