import { expect, test } from '@jest/globals';
import { lists, readMail, unlistedIn } from './observed/mail.ts';

const mail = (...lines: string[]) =>
  readMail({ at: 0, readers: [], TopicArn: 't', Subject: 's', Message: lines.join('\n') });

test('reads what a mail says about which instances', () => {
  const read = mail(
    '2 instances terminated at 09:10 PST: no valid tag Owner.',
    '  i-0a  t3.large  a run',
    '  i-0b  t3.large',
    '',
    'FAILED to terminate 1 instance (unauthorized).',
    '  i-0c  t3.large',
    '',
    'Deadline:    Tue 3 Nov 2026, 09:10:37 PST (2026-11-03T17:10:37Z)',
    'Reservation: r-0a',
  );
  expect(read.sections).toEqual([
    { claim: 'terminated', count: 2, instanceIds: ['i-0a', 'i-0b'] },
    { claim: 'not-terminated', count: 1, instanceIds: ['i-0c'] },
  ]);
  expect(read).toMatchObject({ reservationId: 'r-0a', deadline: Date.parse('2026-11-03T17:10:37Z') });
});

test('reads that somebody else may have terminated an instance, if the answer was lost', () => {
  const read = mail(
    '1 instance terminated at 09:10 PST: no valid tag Owner.',
    "AWS's answer was lost on the way: somebody else may have ended it first.",
    '  i-0a  t3.large  a run',
  );
  expect(read.sections).toEqual([{ claim: 'perhaps-terminated', count: 1, instanceIds: ['i-0a'] }]);
});

test('reads that an instance may be shutting down, if the failure is a lost answer', () => {
  const read = mail(
    'FAILED to terminate 1 instance (TimeoutError).',
    'It may be ending all the same: AWS was asked, and gave no answer.',
    '  i-0a  t3.large  a run',
  );
  expect(read.sections).toEqual([{ claim: 'other', count: 1, instanceIds: ['i-0a'] }]);
});

test('reads about which source it is, and until when it stands for other launches', () => {
  const at = Date.parse('2026-11-03T17:02:05Z');
  const about = (...lines: string[]) =>
    readMail({ at, readers: [], TopicArn: 't', Subject: 's', Message: lines.join('\n') });
  const read = about(
    'Role: controller',
    '  7 more launches since 08:02 PST had no mail of their own. What else it',
    '  launches until 10:02 PST is treated alike: unless tagged, it ends',
    '',
    'Account:     pangenomics (422448306679), us-west-2',
  );
  expect(read).toMatchObject({
    source: 'Role controller',
    accountId: '422448306679',
    standsUntil: Date.parse('2026-11-03T18:02:59.999Z'),
  });
  const later = about(
    'Auto Scaling group: web',
    '  The next mail like this about it does not come before 10:02 PST.',
  );
  expect(later).toMatchObject({ source: 'Auto Scaling group web', standsUntil: null });
});

test('counts the instances that a section is about and does not list', () => {
  const read = mail(
    '21 instances will be terminated at 09:10 PST',
    '  i-0a  t3',
    '  and 20 more',
    '2 instances terminated at 09:10 PST: no valid tag Owner.',
    '  i-0b  t3',
    '  i-0c  t3',
    'Reservation: r-0a',
  );
  expect([unlistedIn(read, 'warned'), unlistedIn(read, 'terminated'), unlistedIn(read, 'held')]).toEqual([
    20, 0, 0,
  ]);
  expect(lists(read, 'warned', 'i-0a')).toBe(true);
  expect(lists(read, 'terminated', 'i-0a')).toBe(false);
  expect(lists(read, 'warned', 'i-0z')).toBe(false);
});

test('reads of which resources a mail tells', () => {
  const { reminder, sections } = mail(
    'You created 5 resources without a valid tag Owner. Nothing of these is',
    'ended. Please set it to ann@ucsc.edu. What you have deleted since needs nothing.',
    '',
    'aws resourcegroupstaggingapi tag-resources --region us-west-2 \\',
    '    arn:aws:sqs:us-west-2:238605363322:jobs',
    '',
    'treehouse (238605363322), us-west-2:',
    '  sqs  jobs  16 min old',
    '    its tags could not be read',
    '',
    'sandbox (730335191122, dry-run), us-east-1:',
    '  dynamodb:table  runs  2 h old',
    '    "owner" is not "Owner"',
    '',
    'Made for you by:',
    '  stack web, treehouse, us-west-2 (1 resource): set the tag on the stack,',
    '    which passes it on: update-stack --tags.',
    '  a stack, treehouse, us-west-2 (2 resources): set the tag on the stack.',
    '',
    'Notice:      4f2a',
  );
  expect(sections).toEqual([]);
  expect(reminder).toEqual({
    to: 'person',
    noticeId: '4f2a',
    count: 5,
    listed: [
      {
        accountId: '238605363322',
        region: 'us-west-2',
        resourceType: 'sqs',
        id: 'jobs',
        isUnreadable: true,
      },
      {
        accountId: '730335191122',
        region: 'us-east-1',
        resourceType: 'dynamodb:table',
        id: 'runs',
        isUnreadable: false,
      },
    ],
    made: [
      { maker: 'stack web, treehouse, us-west-2', count: 1 },
      { maker: 'a stack, treehouse, us-west-2', count: 2 },
    ],
  });
});

test('reads what a mail says was corrected', () => {
  const { reminder } = mail(
    'Corrected, nothing to do:',
    'We corrected the tag Owner of 1 resource that you created. Nothing is',
    'left to do.',
    'treehouse (238605363322), us-west-2:',
    '  ec2:volume  vol-1  16 min old',
    '    corrected: "owner" -> "Owner"',
  );
  expect(reminder?.listed).toMatchObject([{ id: 'vol-1', isCorrected: true }]);
});

test.each([
  ['3 resources created in your sub-account without a valid tag Owner.', 'sub-account'],
  ['1 resource created without a valid tag Owner.', 'administrators'],
  ['We corrected the tag Owner of 2 resources that you created. Nothing is left to do.', 'person'],
  ['We corrected the tag Owner of 1 resource in your sub-account. Nothing is left to do.', 'sub-account'],
  ['We corrected the tag Owner of 1 resource. Nothing is left to do.', 'administrators'],
])('reads whose mail it is: %s', (line, to) => {
  expect(mail(line).reminder?.to).toBe(to);
  expect(mail('1 instance will be terminated at 09:10 PST unless tagged Owner').reminder).toBeNull();
});
