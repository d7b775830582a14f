import { describe, expect, test } from '@jest/globals';
import { AccessDenied, TemplateNotUnderstood } from '../../../local/errors.ts';
import { Iam } from '../../../local/iam/iam.ts';
import { Template } from '../../../local/template/template.ts';

const HUB = '111111111111';
const SPOKE = '222222222222';
const CHECK = `arn:aws:iam::${HUB}:role/check`;
const READ = `arn:aws:iam::${SPOKE}:role/read`;

const role = (RoleName: string, trust: object, statements: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName,
    AssumeRolePolicyDocument: { Statement: trust },
    Policies: [{ PolicyDocument: { Statement: statements } }],
  },
});

const iam = ({ trusts = CHECK, may = READ } = {}): Iam => {
  const trust = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { AWS: `arn:aws:iam::${HUB}:root` },
    Condition: { StringEquals: { 'aws:PrincipalArn': trusts } },
  };
  const assume = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: may };
  const describeOnly = { Effect: 'Allow', Action: 'ec2:DescribeInstances', Resource: '*' };
  const stack = (accountId: string, name: string, resource: ReturnType<typeof role>) => ({
    name,
    accountId,
    region: 'us-west-2',
    template: { Resources: { Role: resource } },
  });
  const service = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'lambda.amazonaws.com' },
  };
  return new Iam([
    stack(HUB, 'Hub', role('check', service, [assume])),
    stack(SPOKE, 'Account', role('read', trust, [describeOnly])),
  ]);
};

/** A stack with a role that has no inline policy, and other resources. */
const withBeside = (Properties: object, beside: Record<string, { Type: string; Properties: object }>): Iam =>
  new Iam([
    {
      name: 'Hub',
      accountId: HUB,
      region: 'us-west-2',
      template: Template.parse({
        Resources: {
          Role: {
            Type: 'AWS::IAM::Role',
            Properties: { RoleName: 'check', AssumeRolePolicyDocument: { Statement: [] }, ...Properties },
          },
          ...beside,
        },
      }),
    },
  ]);

const policyOf = (Roles: object[]) => ({
  Roles,
  PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: '*' }] },
});

describe('a role', () => {
  test.each(['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'])('may do what an %s beside it says', (Type) => {
    const beside = (Roles: object[]) => withBeside({}, { Policy: { Type, Properties: policyOf(Roles) } });
    expect(beside([{ Ref: 'Role' }]).isAllowed(CHECK, 'sns:Publish', '*')).toBe(true);
    expect(beside([{ Ref: 'Role' }]).isAllowed(CHECK, 'sns:Subscribe', '*')).toBe(false);
    expect(beside([]).isAllowed(CHECK, 'sns:Publish', '*')).toBe(false);
  });

  test.each([
    ['a policy of a kind that is not read', {}, 'AWS::IAM::RolePolicy'],
    ['a managed policy by its ARN', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/x'] }, 'AWS::SNS::Topic'],
  ])('with %s is an error, and no refusal later', (_, properties, Type) => {
    expect(() => withBeside(properties, { Other: { Type, Properties: {} } })).toThrow(TemplateNotUnderstood);
  });

  test('is assumed by a role that it trusts and whose policies allow it', () => {
    expect(() => iam().assumeRole(CHECK, READ)).not.toThrow();
  });

  test.each([
    ['trusts another', { trusts: `${CHECK}2` }],
    ['is not for the caller to assume', { may: `${READ}2` }],
  ])('is not assumed when it %s', (_name, wiring) => {
    expect(() => iam(wiring).assumeRole(CHECK, READ)).toThrow(AccessDenied);
  });

  test('that does not exist cannot be assumed, and allows nothing', () => {
    expect(() => iam().assumeRole(CHECK, `${READ}3`)).toThrow(AccessDenied);
    expect(iam().isAllowed(`${READ}3`, 'ec2:DescribeInstances', '*')).toBe(false);
  });

  test('may do only what its policies allow', () => {
    expect(iam().isAllowed(READ, 'ec2:DescribeInstances', '*')).toBe(true);
    expect(iam().isAllowed(READ, 'ec2:TerminateInstances', '*')).toBe(false);
  });
});

describe('the policy of a session', () => {
  const session = (...statements: object[]): string => JSON.stringify({ Statement: statements });
  const describeAll = { Effect: 'Allow', Action: 'ec2:*', Resource: '*' };
  const isAllowed = (action: string, policy?: string): boolean =>
    iam().isAllowed(READ, action, '*', new Map(), policy);

  test('allows nothing that the role may not do', () => {
    expect(isAllowed('ec2:TerminateInstances', session(describeAll))).toBe(false);
  });

  test('removes permissions of the role that it does not allow itself', () => {
    expect(isAllowed('ec2:DescribeInstances', session(describeAll))).toBe(true);
    const another = { ...describeAll, Action: 'ec2:DescribeTags' };
    expect(isAllowed('ec2:DescribeInstances', session(another))).toBe(false);
    const denied = { ...describeAll, Effect: 'Deny' };
    expect(isAllowed('ec2:DescribeInstances', session(describeAll, denied))).toBe(false);
  });
});
