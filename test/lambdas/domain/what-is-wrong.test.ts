import { expect, test } from '@jest/globals';
import type { Verdict } from '../../../lambdas/domain/verdict.ts';
import { whatIsWrong } from '../../../lambdas/domain/what-is-wrong.ts';
import { anOwnerTag } from '../an-owner-tag.ts';

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
  [{ is: 'gone', reason: 'not-found' }, 'nothing: it is gone'],
])('%j', (verdict, sentence) => {
  expect(whatIsWrong(verdict, anOwnerTag())).toBe(sentence);
});
