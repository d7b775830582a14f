import { describe, expect, test } from '@jest/globals';
import { judgeTags } from '../../../../lambdas/domain/compliance/owner-rule.ts';
import { isTerminable } from '../../../../lambdas/domain/compliance/verdict.ts';
import { anInstance } from '../../an-instance.ts';
import { anOwnerTag } from '../../an-owner-tag.ts';

const judge = (tags: Record<string, string>, onInvalidValue: 'report' | 'terminate' = 'report') =>
  judgeTags(anInstance('i-1', tags).tags, anOwnerTag({ onInvalidValue }));

const valid = { is: 'compliant', reason: 'owner-valid' };
const missing = { is: 'noncompliant', reason: 'owner-missing' };
const empty = { is: 'noncompliant', reason: 'owner-empty' };
const repairTo = (owner: string, key: string, value: string) => ({
  is: 'noncompliant',
  reason: 'near-miss',
  tag: { key, value },
  owner,
});
const disagree = (...values: string[]) => ({ is: 'invalid', reason: 'near-misses-disagree', values });

describe.each(['report', 'terminate'] as const)(
  'whatever becomes of invalid values (%s)',
  (onInvalidValue) => {
    test.each<[string, Record<string, string>, object]>([
      ['a user name', { Owner: 'bob@ucsc.edu' }, valid],
      ['a constant', { Owner: 'shared' }, valid],
      ['a valid Owner beside a wrong variant', { owner: 'nobody', Owner: 'bob@ucsc.edu' }, valid],
      ['a valid Owner beside another owner', { owner: 'amy@ucsc.edu', Owner: 'bob@ucsc.edu' }, valid],
      ['no tag at all', {}, missing],
      ['other tags alone', { Name: 'bob@ucsc.edu', Owners: 'bob@ucsc.edu', '0wner': 'shared' }, missing],
      ['an empty Owner', { Owner: '' }, empty],
      ['an empty owner in lower case', { owner: '' }, missing],
      ['an empty Owner beside an empty variant', { Owner: '', OWNER: '' }, empty],
      ['a key in lower case', { owner: 'bob@ucsc.edu' }, repairTo('bob@ucsc.edu', 'owner', 'bob@ucsc.edu')],
      ['a key with blanks', { ' Owner\t': 'shared' }, repairTo('shared', ' Owner\t', 'shared')],
      ['a key and a value', { OWNER: ' Bob@UCSC.edu ' }, repairTo('bob@ucsc.edu', 'OWNER', ' Bob@UCSC.edu ')],
      ['a key beside an empty Owner', { Owner: '', owner: 'shared' }, repairTo('shared', 'owner', 'shared')],
      [
        'near misses that agree',
        { OWNER: 'SHARED', ' owner': 'shared ' },
        repairTo('shared', 'OWNER', 'SHARED'),
      ],
      [
        'near misses valid in two spellings',
        { OWNER: 'Bob@ucsc.edu ', owner: 'bob@ucsc.edu' },
        disagree('Bob@ucsc.edu', 'bob@ucsc.edu'),
      ],
      [
        'near misses that disagree',
        { OWNER: 'shared', owner: 'bob@ucsc.edu' },
        disagree('bob@ucsc.edu', 'shared'),
      ],
      [
        'one near miss beside a wrong one',
        { OWNER: 'x', owner: 'shared' },
        repairTo('shared', 'owner', 'shared'),
      ],
    ])('%s', (_, tags, verdict) => {
      expect(judge(tags, onInvalidValue)).toEqual(verdict);
    });
  },
);

describe('a value that no pattern matches', () => {
  test.each<[string, Record<string, string>, string, string]>([
    ['a wrong value', { Owner: 'nobody' }, 'Owner', 'nobody'],
    ['blanks', { Owner: '  ' }, 'Owner', '  '],
    ['a wildcard', { Owner: '*' }, 'Owner', '*'],
    ['two lines', { Owner: 'bob@ucsc.edu\nx' }, 'Owner', 'bob@ucsc.edu\nx'],
    ['zero-width characters', { Owner: '\u200b' }, 'Owner', '\u200b'],
    ['a wrong value of a variant', { owner: 'nobody' }, 'owner', 'nobody'],
    ['a wrong variant beside an empty Owner', { Owner: '', owner: 'nobody' }, 'owner', 'nobody'],
  ])('%s is reported, or terminable if configured so', (_, tags, key, value) => {
    const tag = { key, value };
    expect(judge(tags)).toEqual({ is: 'invalid', reason: 'no-pattern-matches', tag });
    expect(judge(tags, 'terminate')).toEqual({ is: 'noncompliant', reason: 'owner-invalid', tag });
  });

  test.each<[string, Record<string, string>]>([
    ['a wrong value beside a valid value of a variant', { Owner: 'nobody', owner: 'bob@ucsc.edu' }],
    ['a wrong value beside a near miss of a variant', { Owner: 'nobody', owner: ' BOB@ucsc.edu' }],
    ['a near miss of the value', { Owner: 'Bob@UCSC.edu ' }],
  ])('%s is never terminable', (_, tags) => {
    expect(judge(tags, 'terminate')).toMatchObject({ is: 'invalid', reason: 'no-pattern-matches' });
  });

  test('is never terminable if it fails only because its pattern is in capitals', () => {
    const ownerTag = anOwnerTag({ patterns: ['Shared', 'LAB-*'], onInvalidValue: 'terminate' });
    for (const value of ['shared', 'lab-7', ' SHARED']) {
      expect(isTerminable(judgeTags([{ key: 'Owner', value }], ownerTag))).toBe(false);
    }
  });
});
