import { expect, test } from '@jest/globals';
import type { Verdict } from '../../../../lambdas/domain/compliance/verdict.ts';
import { problem } from '../../../../lambdas/domain/notice/headline.ts';
import { anOwnerTag } from '../../an-owner-tag.ts';

test.each<[Verdict, string]>([
  [{ is: 'noncompliant', reason: 'owner-missing' }, 'no tag "Owner"'],
  [{ is: 'noncompliant', reason: 'owner-empty' }, 'the tag "Owner" is empty'],
  [
    { is: 'invalid', reason: 'no-pattern-matches', tag: { key: 'owner', value: 'x' } },
    'the value "x" of the tag "owner" matches none of ?*@ucsc.edu, shared',
  ],
  [
    { is: 'noncompliant', reason: 'owner-invalid', tag: { key: 'Owner', value: 'two\nlines\u202e' } },
    'the value "two lines " of the tag "Owner" matches none of ?*@ucsc.edu, shared',
  ],
  [
    { is: 'invalid', reason: 'near-misses-disagree', values: ['amy@ucsc.edu', 'bob@ucsc.edu'] },
    'several tags look like "Owner" and disagree: "amy@ucsc.edu", "bob@ucsc.edu"',
  ],
  [
    { is: 'noncompliant', reason: 'near-miss', tag: { key: 'owner', value: 'SHARED ' }, owner: 'shared' },
    'the tag "owner" = "SHARED " must be "Owner" = "shared"',
  ],
  [
    {
      is: 'noncompliant',
      reason: 'inheritable',
      owner: 'shared',
      from: { kind: 'instance', id: 'i-0leader' },
    },
    'no tag "Owner", unlike instance i-0leader, which launched it',
  ],
  [
    { is: 'invalid', reason: 'no-pattern-matches', tag: { key: 'owner', value: 'x'.repeat(256) } },
    `the value "${'x'.repeat(57)}..." of the tag "owner" matches none of ?*@ucsc.edu, shared`,
  ],
  [{ is: 'compliant', reason: 'owner-valid' }, 'nothing'],
  [{ is: 'exempt', reason: 'aws-managed' }, 'nothing: an AWS service manages it'],
  [
    { is: 'exempt', reason: 'exempt-by-configuration', why: 'a \u001b[31mgrant' },
    'nothing: it is exempt (a  [31mgrant)',
  ],
  [
    { is: 'exempt', reason: 'before-enforcement' },
    'no valid tag "Owner"; it was launched before enforceLaunchesAfter',
  ],
  [
    { is: 'exempt', reason: 'launcher-not-known' },
    'no valid tag "Owner"; a role may exempt it, and no record of its launch is known',
  ],
  [{ is: 'gone', reason: 'not-found' }, 'nothing: it is gone'],
])('%j', (verdict, sentence) => {
  expect(problem(verdict, anOwnerTag())).toBe(sentence);
});

const missing = { is: 'noncompliant', reason: 'owner-missing' } as const;
const withKeys = (...keys: string[]): string =>
  problem(
    missing,
    anOwnerTag(),
    keys.map((key) => ({ key, value: 'bob@ucsc.edu' })),
  );

test.each<[string[], string]>([
  [['Owner:'], 'no tag "Owner"; "Owner:" is another key'],
  [['OwnerEmail', 'Name'], 'no tag "Owner"; "OwnerEmail" is another key'],
  [['owner\u200b'], 'no tag "Owner"; "owner " (with a character that does not show) is another key'],
  [['O wner', 'lab-owner'], 'no tag "Owner"; "O wner", "lab-owner" are other keys'],
  [['aws:cloud9:owner'], 'no tag "Owner"'],
  [['Name', 'team', '\u200b'], 'no tag "Owner"'],
])('of the keys %j, those that look like the Owner are named', (keys, sentence) => {
  expect(withKeys(...keys)).toBe(sentence);
});

test('beside an empty Owner, too', () => {
  const tags = [
    { key: 'Owner', value: '' },
    { key: 'Owner_ID', value: '4711' },
  ];
  expect(problem({ is: 'noncompliant', reason: 'owner-empty' }, anOwnerTag(), tags)).toBe(
    'the tag "Owner" is empty; "Owner_ID" is another key',
  );
});
