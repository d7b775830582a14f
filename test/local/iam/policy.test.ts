// biome-ignore-all lint/suspicious/noTemplateCurlyInString: IAM's own syntax
import { describe, expect, test } from '@jest/globals';
import { PolicyNotUnderstood } from '../../../local/errors.ts';
import { type Condition, meets } from '../../../local/iam/condition.ts';
import { allows, parsePolicy } from '../../../local/iam/policy.ts';

const tagged = (value?: string) =>
  new Map<string, string[]>(value === undefined ? [] : [['aws:resourcetag/owner', [value]]]);

describe('a condition', () => {
  const key = 'aws:ResourceTag/Owner';
  const cases: [Condition, string | undefined, boolean][] = [
    [{ StringEquals: { [key]: 'ann' } }, 'ann', true],
    [{ StringEquals: { [key]: ['bob', 'ann'] } }, 'Ann', false],
    [{ StringEquals: { [key]: 'ann' } }, undefined, false],
    [{ StringEqualsIfExists: { [key]: 'ann' } }, undefined, true],
    [{ StringLike: { [key]: '?*' } }, '', false],
    [{ StringNotLike: { [key]: ['a*', 'b*'] } }, 'carl', true],
    [{ StringNotLike: { [key]: ['a*', 'b*'] } }, 'bob', false],
    [{ StringNotLike: { [key]: '?*' } }, undefined, true],
    [{ StringNotLikeIfExists: { [key]: '?*' } }, '', true],
    [{ Null: { [key]: 'true' } }, undefined, true],
    [{ Null: { [key]: 'true' } }, 'ann', false],
    [{ StringLike: { [key]: 'a*' }, StringNotLike: { [key]: '*n' } }, 'ann', false],
  ];

  test.each(cases)('%j of %s: %s', (condition, value, expected) => {
    expect(meets(condition, tagged(value))).toBe(expected);
  });

  test('with ForAllValues holds for every value, and for none', () => {
    const condition = { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['Owner'] } };
    expect(meets(condition, new Map([['aws:tagkeys', ['Owner']]]))).toBe(true);
    expect(meets(condition, new Map([['aws:tagkeys', ['Owner', 'Name']]]))).toBe(false);
    expect(meets(condition, new Map())).toBe(true);
  });

  test.each([{ NumericLessThan: { x: '1' } }, { StringLike: { x: '${aws:username}' } }])(
    'with something unknown, %j, is an error and no refusal',
    (condition) => {
      expect(() => meets(condition, new Map([['x', ['1']]]))).toThrow(PolicyNotUnderstood);
    },
  );
});

describe('a policy', () => {
  const request = {
    caller: { arn: 'arn:aws:iam::1:role/a', accountId: '1' },
    action: 'ec2:CreateTags',
    resource: 'arn:aws:ec2:us-west-2:1:instance/i-1',
    context: tagged(),
  };
  const allow = { Effect: 'Allow', Action: ['ec2:CreateTags'], Resource: 'arn:aws:ec2:*:1:instance/*' };

  test('allows what a statement allows', () => {
    expect(allows(parsePolicy({ Statement: allow }), request)).toBe(true);
  });

  test.each([
    ['another action', { ...allow, Action: 'ec2:DeleteTags' }],
    ['another resource', { ...allow, Resource: 'arn:aws:ec2:*:2:instance/*' }],
    ['a condition that is not met', { ...allow, Condition: { Null: { 'aws:ResourceTag/Owner': 'false' } } }],
    ['another principal', { ...allow, Principal: { AWS: 'arn:aws:iam::2:root' } }],
    ['a service as principal', { ...allow, Principal: { Service: 'ec2.amazonaws.com' } }],
  ])('is silent on %s', (_name, statement) => {
    expect(allows(parsePolicy({ Statement: [statement] }), request)).toBe(false);
  });

  test.each(['*', { AWS: '1' }, { AWS: ['arn:aws:iam::1:root'] }, { AWS: 'arn:aws:iam::1:role/a' }])(
    'names the caller by %j',
    (Principal) => {
      expect(allows(parsePolicy({ Statement: [{ ...allow, Principal }] }), request)).toBe(true);
    },
  );

  test('refuses what another statement denies', () => {
    expect(allows(parsePolicy({ Statement: [allow, { ...allow, Effect: 'Deny' }] }), request)).toBe(false);
  });

  test('with an element that is not implemented is an error', () => {
    expect(() => parsePolicy({ Statement: [{ ...allow, NotAction: 'x' }] })).toThrow(PolicyNotUnderstood);
  });
});
