import { describe, expect, test } from '@jest/globals';
import { personTopic } from '../../../../lambdas/domain/launcher/directory.ts';
import { addressees, copiesOf, mailsTo, recipients } from '../../../../lambdas/domain/notice/recipients.ts';
import { aNewsItem } from '../../a-news-item.ts';
import { textAt } from '../../at.ts';

const ADMINISTRATORS = 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-administrators';
const SUB_ACCOUNT = 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-422448306679';
const PERSON = `arn:aws:sns:us-west-2:652235167018:tag-enforcement-person-${personTopic('bob@ucsc.edu')}`;
const topics = {
  administrators: ADMINISTRATORS,
  subAccountPrefix: 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-',
  personPrefix: 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-person-',
};

const bob = { userName: 'bob@ucsc.edu', description: 'bob@ucsc.edu', evidence: 'assume-role' } as const;

const to = (
  userName: string | null,
  copies: Partial<{ administrators: boolean; subAccount: boolean }> = {},
  mode: 'enforce' | 'dry-run' = 'enforce',
  administratorsOnly = false,
) => {
  const audience = {
    accountId: '422448306679',
    mode,
    isListed: true,
    administratorsOnly,
    launcher: { userName, description: '', evidence: null },
    copies: { administrators: false, subAccount: false, ...copies },
  };
  return recipients(audience, topics).map((recipient) => [...recipient.to, recipient.person]);
};

test('only the person gets the mail; others get it if no mail reaches the person', () => {
  expect(to('bob@ucsc.edu')).toEqual([[PERSON, SUB_ACCOUNT, ADMINISTRATORS, 'bob@ucsc.edu']]);
});

test.each([
  ['nobody is known', null],
  ['the user has no address', 'toil-robot'],
  ['the name is no address', 'bob@home'],
])('if %s, program managers and administrators get the mail', (_, userName) => {
  expect(to(userName)).toEqual([
    [SUB_ACCOUNT, null],
    [ADMINISTRATORS, null],
  ]);
  expect(to(userName, { administrators: true, subAccount: true })).toEqual(to(userName));
});

describe('a reader who gets a copy does not stand in for the person', () => {
  test.each([
    [
      { administrators: true },
      [
        [PERSON, SUB_ACCOUNT, 'bob@ucsc.edu'],
        [ADMINISTRATORS, null],
      ],
    ],
    [
      { subAccount: true },
      [
        [PERSON, ADMINISTRATORS, 'bob@ucsc.edu'],
        [SUB_ACCOUNT, null],
      ],
    ],
    [
      { administrators: true, subAccount: true },
      [
        [PERSON, 'bob@ucsc.edu'],
        [SUB_ACCOUNT, null],
        [ADMINISTRATORS, null],
      ],
    ],
  ])('%j', (copies, expected) => {
    expect(to('bob@ucsc.edu', copies)).toEqual(expected);
  });
});

test.each(['bob@ucsc.edu', null])(
  'in dry-run the administrators alone are told of what %j launched',
  (userName) => {
    expect(to(userName, { subAccount: true }, 'dry-run')).toEqual([[ADMINISTRATORS, null]]);
  },
);

test.each(['bob@ucsc.edu', null])(
  'of what is only reported the administrators alone are told, whoever launched it: %j',
  (userName) => {
    expect(to(userName, { administrators: true, subAccount: true }, 'enforce', true)).toEqual([
      [ADMINISTRATORS, null],
    ]);
  },
);

test.each([
  ['failed', { administrators: true, subAccount: false }],
  ['stopped', { administrators: true, subAccount: false }],
  ['held', { administrators: true, subAccount: false }],
  ['invalid', { administrators: true, subAccount: false }],
  ['noticed', { administrators: true, subAccount: false }],
  ['warned', { administrators: false, subAccount: false }],
  ['terminated', { administrators: false, subAccount: false }],
  ['inherited', { administrators: false, subAccount: false }],
] as const)('the copies of a notice if something is %s', (decision, copies) => {
  const news = [aNewsItem(), aNewsItem({ decision })];
  expect(copiesOf(news, null, bob)).toEqual(copies);
});

test('program managers get a copy if the launcher is only whom the caller of AssumeRole named', () => {
  const said = { ...bob, evidence: 'source-identity' } as const;
  expect(copiesOf([aNewsItem()], null, said)).toEqual({ administrators: false, subAccount: true });
});

test('administrators get a copy if protection is overridden', () => {
  const overridden = aNewsItem({ decision: 'terminated', reason: 'protection-overridden' });
  expect(copiesOf([overridden], null, bob).administrators).toBe(true);
});

test('program managers get a copy of a warning if a group launches again, but not at its first launch', () => {
  const group = { what: 'Auto Scaling group', name: 'workers', since: null, until: textAt(62) };
  expect(copiesOf([aNewsItem()], { ...group, launches: 0 }, bob).subAccount).toBe(false);
  expect(copiesOf([aNewsItem()], { ...group, launches: 1 }, bob).subAccount).toBe(true);
  const inherited = aNewsItem({ decision: 'inherited' });
  expect(copiesOf([inherited], { ...group, launches: 1 }, bob).subAccount).toBe(false);
});

test('each copy is a mail of its own with the same text', () => {
  const audience = {
    accountId: '422448306679',
    mode: 'enforce',
    isListed: true,
    administratorsOnly: false,
    launcher: { userName: null, description: '', evidence: null },
    copies: { administrators: false, subAccount: false },
  } as const;
  expect(mailsTo(audience, topics, 'abc', { subject: 's', message: 'm' })).toEqual([
    { id: 'abc-1', to: [SUB_ACCOUNT], person: null, subject: 's', message: 'm' },
    { id: 'abc-2', to: [ADMINISTRATORS], person: null, subject: 's', message: 'm' },
  ]);
});

test.each<[string | null, string[]]>([
  ['bob@ucsc.edu', [PERSON, SUB_ACCOUNT, ADMINISTRATORS]],
  [null, [SUB_ACCOUNT, ADMINISTRATORS]],
  ['toil-robot', [SUB_ACCOUNT, ADMINISTRATORS]],
])('the addressees for a launch by %s come in the order of who is to tag', (userName, order) => {
  const launcher = { userName, description: '', evidence: null };
  expect(addressees('422448306679', launcher, topics)).toEqual(order);
});
