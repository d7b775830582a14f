import { expect, test } from '@jest/globals';
import {
  isMailbox,
  mailboxesOf,
  nextMailAt,
  readerOf,
  waitSeconds,
} from '../../../../lambdas/domain/reminder/mailbox.ts';
import { at } from '../../at.ts';

const accountId = '422448306679';
const BOB = 'person#bob@ucsc.edu';
const PM = `sub-account#${accountId}` as const;

test.each([
  ['the creator alone', 'bob@ucsc.edu', 'assume-role', 'enforce', [BOB]],
  ['nobody known: managers and administrators', null, null, 'enforce', [PM, 'administrators']],
  ['a user whose name is no address: the same', 'bob', 'iam-user', 'enforce', [PM, 'administrators']],
  ['one who only says so: managers read along', 'bob@ucsc.edu', 'source-identity', 'enforce', [BOB, PM]],
  ['in dry-run, the administrators alone', 'bob@ucsc.edu', 'assume-role', 'dry-run', ['administrators']],
] as const)('a reminder is for %s', (_, userName, evidence, mode, expected) => {
  expect(mailboxesOf({ userName, evidence }, { accountId, mode })).toEqual(expected);
});

test('a mailbox names its reader', () => {
  expect([BOB, PM, 'administrators'].filter(isMailbox).map(readerOf)).toEqual([
    { is: 'person', userName: 'bob@ucsc.edu' },
    { is: 'sub-account', accountId },
    { is: 'administrators' },
  ]);
  expect(isMailbox('everybody')).toBe(false);
});

test('the next mail comes an hour after the last, and a message waits fifteen minutes of it at most', () => {
  expect(nextMailAt(null)).toBe(0);
  const next = nextMailAt(at(0).getTime());
  expect(next).toBe(at(60).getTime());
  expect([0, 40, 50, 59, 60, 70].map((minutes) => waitSeconds(next, at(minutes)))).toEqual([
    900, 900, 600, 60, 0, 0,
  ]);
});
