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
    // As the emulator's evaluator has it.
    [{ Bool: { [key]: 'true' } }, 'True', true],
    [{ Null: { [key]: 'true' } }, 'ann', false],
    [{ StringLike: { [key]: 'a*' }, StringNotLike: { [key]: '*n' } }, 'ann', false],
  ];

  test.each(cases)('%j of %s: %s', (condition, value, expected) => {
    expect(meets(condition, tagged(value))).toBe(expected);
  });

  // Set operators: IAM User Guide, "Single-valued vs. multivalued context keys" and "Multivalued context key examples".
  // Negation, IfExists and Null: "IAM JSON policy elements: Condition operators". Users report from experiments that
  // IfExists does not affect ForAnyValue: https://repost.aws/questions/QU9HFmDzP0QGuU-fd7rS6B7w
  describe.each<[string, string[] | undefined, Record<string, boolean>]>([
    ['absent', undefined, { all: true, any: false, notAll: true, notAny: false }],
    ['an empty set', [], { all: true, any: false, notAll: true, notAny: false }],
    ['one that is named', ['Owner'], { all: true, any: true, notAll: false, notAny: false }],
    ['two that are named', ['Owner', 'Name'], { all: true, any: true, notAll: false, notAny: false }],
    ['one that is not named', ['Cost'], { all: false, any: false, notAll: true, notAny: true }],
    ['one of each', ['Owner', 'Cost'], { all: false, any: true, notAll: false, notAny: true }],
    ['two that are not named', ['Cost', 'Team'], { all: false, any: false, notAll: true, notAny: true }],
  ])('about a key that is %s', (_, values, expected) => {
    const context = new Map(values === undefined ? [] : [['aws:tagkeys', values]]);
    const named = { 'aws:TagKeys': ['Owner', 'Name'] };
    test.each([
      ['ForAllValues:StringEquals', 'all'],
      ['ForAllValues:StringLike', 'all'],
      ['ForAnyValue:StringEquals', 'any'],
      ['ForAnyValue:StringLike', 'any'],
      ['ForAllValues:StringNotEquals', 'notAll'],
      ['ForAllValues:StringNotLike', 'notAll'],
      ['ForAnyValue:StringNotEquals', 'notAny'],
      ['ForAnyValue:StringNotLike', 'notAny'],
    ])('%s, with IfExists and without', (operator, column) => {
      expect(meets({ [operator]: named }, context)).toBe(expected[column]);
      expect(meets({ [`${operator}IfExists`]: named }, context)).toBe(expected[column]);
    });

    test('Null', () => {
      const isNull = values === undefined || values.length === 0;
      expect(meets({ Null: { 'aws:TagKeys': 'true' } }, context)).toBe(isNull);
      expect(meets({ Null: { 'aws:TagKeys': 'false' } }, context)).toBe(!isNull);
    });
  });

  describe('about one value or none, without a set operator', () => {
    test.each<[string, { yes: boolean; no: boolean; absent: boolean }]>([
      ['StringEquals', { yes: true, no: false, absent: false }],
      ['StringLike', { yes: true, no: false, absent: false }],
      ['StringNotEquals', { yes: false, no: true, absent: true }],
      ['StringNotLike', { yes: false, no: true, absent: true }],
      ['StringEqualsIfExists', { yes: true, no: false, absent: true }],
      ['StringLikeIfExists', { yes: true, no: false, absent: true }],
      ['StringNotEqualsIfExists', { yes: false, no: true, absent: true }],
      ['StringNotLikeIfExists', { yes: false, no: true, absent: true }],
    ])('%s', (operator, expected) => {
      const condition = { [operator]: { [key]: ['ann', 'bob'] } };
      expect(meets(condition, tagged('ann'))).toBe(expected.yes);
      expect(meets(condition, tagged('carl'))).toBe(expected.no);
      expect(meets(condition, tagged())).toBe(expected.absent);
      expect(meets(condition, new Map([['aws:resourcetag/owner', []]]))).toBe(expected.absent);
    });
  });

  test.each(['StringEquals', 'StringNotLike', 'StringLikeIfExists'])(
    'of several values without a set operator, %s, is an error: AWS documents only that one is required',
    (operator) => {
      const context = new Map([['aws:tagkeys', ['Owner', 'Name']]]);
      expect(() => meets({ [operator]: { 'aws:TagKeys': 'Owner' } }, context)).toThrow(PolicyNotUnderstood);
    },
  );

  test.each(['NullIfExists', 'ForAllValues:Null', 'ForAnyValue:Null', 'ForSomeValues:StringEquals'])(
    'with an operator that IAM does not have, %s, is an error',
    (operator) => {
      expect(() => meets({ [operator]: { 'aws:TagKeys': 'true' } }, new Map())).toThrow(PolicyNotUnderstood);
    },
  );

  test.each([{ IpAddress: { x: '10.0.0.0/8' } }, { StringLike: { x: '${aws:username, ann}' } }])(
    'with something unknown, %j, is an error, not a denial',
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

  test('denies an action that another statement denies', () => {
    expect(allows(parsePolicy({ Statement: [allow, { ...allow, Effect: 'Deny' }] }), request)).toBe(false);
  });

  test.each([
    ['an element that is not implemented', { ...allow, NotPrincipal: '*' }],
    ['both Action and NotAction', { ...allow, NotAction: 'x' }],
    ['both Resource and NotResource', { ...allow, NotResource: 'x' }],
    ['neither Action nor NotAction', { Effect: 'Deny', Resource: '*' }],
  ])('with %s is an error', (_name, statement) => {
    expect(() => parsePolicy({ Statement: [statement] })).toThrow(PolicyNotUnderstood);
  });
});
