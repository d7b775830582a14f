import { describe, expect, test } from '@jest/globals';
import { assumableBy, isAdministrator } from '../../../../lambdas/domain/access/assumable.ts';

const DEVELOPER = 'arn:aws:iam::422448306679:role/developer';
const allow = (more: object) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: DEVELOPER, ...more });
const of = (...statements: object[]) =>
  assumableBy('melinda@ucsc.edu', [{ Version: '2012-10-17', Statement: statements }]).map(
    ({ pattern }) => pattern,
  );

describe('what a user may assume', () => {
  test.each([
    ['the action', { Action: 'sts:AssumeRole' }],
    ['the action in another case, in a list', { Action: ['s3:*', 'STS:assumerole'] }],
    ['a pattern of actions', { Action: 'sts:Assume*' }],
    ['everything', { Action: '*' }],
    ['everything but something else', { Action: undefined, NotAction: ['iam:*'] }],
    ['with MFA', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }],
    [
      'for users of whom they are one',
      { Condition: { StringEquals: { 'aws:username': ['x', 'melinda@ucsc.edu'] } } },
    ],
    ['for a pattern of users', { Condition: { StringLike: { 'aws:username': '*@ucsc.edu' } } }],
    ['in any case', { Condition: { StringEqualsIgnoreCase: { 'aws:username': 'Melinda@UCSC.edu' } } }],
  ])('%s', (_what, more) => {
    expect(of(allow(more))).toEqual([DEVELOPER]);
  });

  test.each([
    ['another action', { Action: 'sts:AssumeRoleWithSAML' }],
    ['everything but this', { Action: undefined, NotAction: ['sts:*'] }],
    ['for other users', { Condition: { StringEquals: { 'aws:username': ['bob@ucsc.edu'] } } }],
    ['for another pattern of users', { Condition: { StringLike: { 'aws:username': 'm*@example.org' } } }],
  ])('not by %s', (_what, more) => {
    expect(of(allow(more))).toEqual([]);
  });

  test('one statement may stand alone, and patterns stay patterns', () => {
    const policy = { Statement: allow({ Resource: ['arn:aws:iam::*:role/developer', '*'] }) };
    expect(assumableBy('melinda@ucsc.edu', [policy, policy]).map(({ pattern }) => pattern)).toEqual([
      'arn:aws:iam::*:role/developer',
      '*',
    ]);
  });

  test('a Deny counts if nothing but what it covers limits it', () => {
    const deny = { Effect: 'Deny', Action: '*', Resource: '*' };
    expect(of(allow({}), deny)).toEqual([]);
    expect(of(allow({}), { ...deny, Resource: 'arn:aws:iam::422448306679:*' })).toEqual([]);
    expect(of(allow({}), { ...deny, Resource: 'arn:aws:iam::111122223333:*' })).toEqual([DEVELOPER]);
    expect(
      of(allow({}), { ...deny, Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }),
    ).toEqual([DEVELOPER]);
  });

  test('an end is kept', () => {
    const until = '2027-04-01T00:00:00.000Z';
    const statement = allow({ Condition: { DateLessThan: { 'aws:CurrentTime': until } } });
    expect(assumableBy('melinda@ucsc.edu', [{ Statement: [statement] }])).toEqual([
      { pattern: DEVELOPER, until },
    ]);
  });
});

test('an administrator is allowed everything, without a condition', () => {
  const all = { Effect: 'Allow', Action: '*', Resource: '*' };
  expect(isAdministrator([{ Statement: all }])).toBe(true);
  expect(isAdministrator([{ Statement: [{ ...all, Condition: { Bool: { a: 'true' } } }] }])).toBe(false);
  expect(isAdministrator([{ Statement: [{ ...all, Action: 'iam:*' }] }])).toBe(false);
  expect(isAdministrator([{ Statement: [{ ...all, Effect: 'Deny' }] }])).toBe(false);
});
