// biome-ignore-all lint/suspicious/noTemplateCurlyInString: IAM's own syntax
import { describe, expect, test } from '@jest/globals';
import { type Condition, meets } from '../../../local/iam/condition.ts';
import { allows, isAuthorized, parsePolicy } from '../../../local/iam/policy.ts';

// What IAM's documentation says, each with its page.
const USER_GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

type Context = Record<string, string | string[]>;

const contextOf = (values: Context) =>
  new Map(Object.entries(values).map(([key, value]) => [key.toLowerCase(), [value].flat()]));

const request = (action: string, resource: string, context: Context = {}) => ({
  caller: { arn: 'arn:aws:iam::111122223333:user/ann', accountId: '111122223333' },
  action,
  resource,
  context: contextOf(context),
});

const policy = (...Statement: object[]) => parsePolicy({ Version: '2012-10-17', Statement });
const allowAll = { Effect: 'Allow', Action: '*', Resource: '*' };

describe(`NotAction: ${USER_GUIDE}/reference_policies_elements_notaction.html`, () => {
  test('with Allow, every action but those listed is allowed', () => {
    const statements = policy({ Effect: 'Allow', NotAction: ['iam:*', 'sts:Get*'], Resource: '*' });
    expect(allows(statements, request('s3:ListBucket', '*'))).toBe(true);
    expect(allows(statements, request('iam:CreateUser', '*'))).toBe(false);
    expect(allows(statements, request('IAM:createuser', '*'))).toBe(false);
    expect(allows(statements, request('sts:AssumeRole', '*'))).toBe(true);
  });

  test('with Deny, those listed are not denied, and not allowed by it either', () => {
    const deny = { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' };
    expect(allows(policy(deny), request('iam:GetUser', '*'))).toBe(false);
    expect(allows(policy(deny, allowAll), request('iam:GetUser', '*'))).toBe(true);
    expect(allows(policy(deny, allowAll), request('s3:ListBucket', '*'))).toBe(false);
  });
});

test(`NotResource: every resource but those listed: ${USER_GUIDE}/reference_policies_elements_notresource.html`, () => {
  const deny = { Effect: 'Deny', Action: 's3:*', NotResource: ['arn:aws:s3:::mine', 'arn:aws:s3:::mine/*'] };
  expect(allows(policy(allowAll, deny), request('s3:GetObject', 'arn:aws:s3:::mine/a'))).toBe(true);
  expect(allows(policy(allowAll, deny), request('s3:GetObject', 'arn:aws:s3:::others/a'))).toBe(false);
});

describe(`policy variables: ${USER_GUIDE}/reference_policies_variables.html`, () => {
  const own = policy({ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::b/${aws:username}/*' });

  test.each<[string, Context, string, boolean]>([
    ['the value stands in the resource', { 'aws:username': 'ann' }, 'b/ann/x', true],
    ['another value does not', { 'aws:username': 'bob' }, 'b/ann/x', false],
    ['without a value, no resource matches', {}, 'b//x', false],
    ['the name of the variable has no case', { 'AWS:UserName': 'ann' }, 'b/ann/x', true],
    ['a wildcard in the value is the character itself', { 'aws:username': '*' }, 'b/ann/x', false],
    ['and matches itself', { 'aws:username': 'a?' }, 'b/a?/x', true],
  ])('%s', (_, context, path, expected) => {
    expect(allows(own, request('s3:GetObject', `arn:aws:s3:::${path}`, context))).toBe(expected);
  });

  test.each<[string, Condition, Context, boolean]>([
    [
      'a default stands for a missing value',
      { StringEquals: { team: "${aws:PrincipalTag/team, 'none'}" } },
      { team: 'none' },
      true,
    ],
    [
      'not for one that is there',
      { StringEquals: { team: "${aws:PrincipalTag/team, 'none'}" } },
      { team: 'none', 'aws:PrincipalTag/team': 'red' },
      false,
    ],
    [
      'nothing equals a value that is missing',
      { StringEquals: { team: '${aws:username}' } },
      { team: 'a' },
      false,
    ],
    ['so a negated operator matches', { StringNotLike: { team: '${aws:username}' } }, { team: 'a' }, true],
    ['${*} is an asterisk', { StringLike: { team: 'a${*}' } }, { team: 'ab' }, false],
    ['and matches one', { StringLike: { team: '${*}${?}${$}' } }, { team: '*?$' }, true],
  ])('in a condition, %s', (_, condition, context, expected) => {
    expect(meets(condition, contextOf(context))).toBe(expected);
  });
});

describe(`condition operators: ${USER_GUIDE}/reference_policies_elements_condition_operators.html`, () => {
  test.each<[Condition, Context, boolean]>([
    // Multi-factor authentication: long-term credentials have no such key at all.
    [{ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, { 'aws:MultiFactorAuthPresent': 'true' }, true],
    [{ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, { 'aws:MultiFactorAuthPresent': 'false' }, false],
    [{ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, {}, false],
    [{ Bool: { 'aws:MultiFactorAuthPresent': 'false' } }, {}, false],
    [{ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }, {}, true],
    [
      { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
      { 'aws:MultiFactorAuthPresent': 'true' },
      false,
    ],
    [{ StringEqualsIgnoreCase: { team: 'Red' } }, { team: 'rED' }, true],
    [{ StringNotEqualsIgnoreCase: { team: 'Red' } }, { team: 'rED' }, false],
    [{ StringNotEqualsIgnoreCase: { team: 'Red' } }, {}, true],
    [
      { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/cdk-*' } },
      { 'aws:PrincipalArn': 'arn:aws:iam::1:role/cdk-x' },
      false,
    ],
    [
      { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/cdk-*' } },
      { 'aws:PrincipalArn': 'arn:aws:iam::1:role/dev' },
      true,
    ],
    [{ ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::1:role/x' } }, {}, true],
    [{ NumericLessThanEquals: { 's3:max-keys': '10' } }, { 's3:max-keys': '10' }, true],
    [{ NumericLessThan: { 's3:max-keys': '10' } }, { 's3:max-keys': '9.5' }, true],
    [
      { NumericGreaterThan: { 'aws:MultiFactorAuthAge': '3600' } },
      { 'aws:MultiFactorAuthAge': '900' },
      false,
    ],
    [{ NumericGreaterThanEquals: { age: '3' } }, { age: '3' }, true],
    [{ NumericEquals: { age: '3' } }, { age: '3.0' }, true],
    [{ NumericEquals: { age: '3' } }, { age: 'three' }, false],
    [{ NumericNotEquals: { age: '3' } }, { age: '4' }, true],
    [{ NumericLessThanIfExists: { age: '3' } }, {}, true],
    [
      { DateLessThan: { 'aws:CurrentTime': '2027-04-01T00:00:00Z' } },
      { 'aws:CurrentTime': '2027-03-31T23:59:59Z' },
      true,
    ],
    [
      { DateLessThan: { 'aws:CurrentTime': '2027-04-01T00:00:00Z' } },
      { 'aws:CurrentTime': '2027-04-01T00:00:00Z' },
      false,
    ],
    [
      { DateGreaterThan: { 'aws:CurrentTime': '2027-04-01T00:00:00Z' } },
      { 'aws:CurrentTime': '2027-04-01T00:00:01Z' },
      true,
    ],
    [{ DateEquals: { 'aws:EpochTime': '2027-04-01T00:00:00Z' } }, { 'aws:EpochTime': '1806537600' }, true],
    [{ DateLessThan: { 'aws:CurrentTime': '2027-04-01T00:00:00Z' } }, {}, false],
    [{ DateNotEquals: { 'aws:CurrentTime': '2027-04-01T00:00:00Z' } }, {}, true],
  ])('%j of %j: %s', (condition, context, expected) => {
    expect(meets(condition, contextOf(context))).toBe(expected);
  });
});

describe(`several kinds of policies: ${USER_GUIDE}/reference_policies_evaluation-logic_policy-eval-denyallow.html`, () => {
  const identity = policy({ Effect: 'Allow', Action: ['s3:*', 'iam:CreateUser'], Resource: '*' });
  const read = request('s3:GetObject', 'arn:aws:s3:::b/x');
  const createUser = request('iam:CreateUser', '*');

  test(`a boundary allows nothing itself, and takes away what it does not allow: ${USER_GUIDE}/access_policies_boundaries.html`, () => {
    const boundary = policy({ Effect: 'Allow', Action: ['s3:*', 'ec2:*'], Resource: '*' });
    expect(isAuthorized({ identity, boundary }, read)).toBe(true);
    expect(isAuthorized({ identity, boundary }, createUser)).toBe(false);
    expect(isAuthorized({ identity, boundary }, request('ec2:RunInstances', '*'))).toBe(false);
  });

  test('a Deny in a boundary overrides', () => {
    const boundary = policy(allowAll, { Effect: 'Deny', Action: 's3:Get*', Resource: '*' });
    expect(isAuthorized({ identity, boundary }, read)).toBe(false);
    expect(isAuthorized({ identity, boundary }, createUser)).toBe(true);
  });

  test('each level of service control policies must allow: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html', () => {
    const everything = policy(allowAll);
    const noUsers = policy(allowAll, { Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*' });
    const ec2Alone = policy({ Effect: 'Allow', Action: 'ec2:*', Resource: '*' });
    expect(isAuthorized({ identity, serviceControl: [everything, noUsers] }, read)).toBe(true);
    expect(isAuthorized({ identity, serviceControl: [everything, noUsers] }, createUser)).toBe(false);
    expect(isAuthorized({ identity, serviceControl: [everything, ec2Alone] }, read)).toBe(false);
  });

  test(`a session has what both its policy and the role's allow: ${USER_GUIDE}/access_policies.html#policies_session`, () => {
    const session = policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' });
    expect(isAuthorized({ identity, session }, read)).toBe(true);
    expect(isAuthorized({ identity, session }, createUser)).toBe(false);
  });
});
