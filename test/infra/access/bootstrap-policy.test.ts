import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { bootstrapExecutionPolicy } from '../../../infra/access/bootstrap-policy.ts';
import { charactersOf, MANAGED_POLICY_CHARACTERS } from '../../../infra/access/policy.ts';
import { parseConfiguration } from '../../../infra/config/parse-configuration.ts';
import { allows, parsePolicy } from '../../../local/iam/policy.ts';
import { ENFORCED, givenAccess, shippedContext } from '../given-configuration.ts';
import { synthesize } from '../synthesize.ts';

const REGION = 'us-west-2';
const configuration = parseConfiguration(givenAccess());
const policy = parsePolicy(bootstrapExecutionPolicy(configuration));

const may = (action: string, resource: string): boolean =>
  allows(policy, {
    caller: { arn: `arn:aws:iam::${ENFORCED}:role/cdk-hnb659fds-cfn-exec-role`, accountId: ENFORCED },
    action,
    resource,
    context: new Map(),
  });

/** What CloudFormation calls to make and to remove a resource of each type, and on what. */
const KINDS: Record<string, readonly [arn: (name: string) => string, ...actions: string[]]> = {
  'AWS::CloudTrail::Trail': [
    (name) => `arn:aws:cloudtrail:${REGION}:${ENFORCED}:trail/${name}`,
    ...['cloudtrail:CreateTrail', 'cloudtrail:StartLogging', 'cloudtrail:DeleteTrail'],
  ],
  'AWS::Events::Rule': [
    (name) => `arn:aws:events:${REGION}:${ENFORCED}:rule/${name}`,
    ...['events:PutRule', 'events:PutTargets', 'events:RemoveTargets', 'events:DeleteRule'],
  ],
  'AWS::IAM::Group': [
    (name) => `arn:aws:iam::${ENFORCED}:group/${name}`,
    'iam:CreateGroup',
    'iam:PutGroupPolicy',
  ],
  'AWS::IAM::ManagedPolicy': [
    (name) => `arn:aws:iam::${ENFORCED}:policy/${name}`,
    ...['iam:CreatePolicy', 'iam:CreatePolicyVersion', 'iam:DeletePolicy'],
  ],
  'AWS::IAM::Role': [
    (name) => `arn:aws:iam::${ENFORCED}:role/${name}`,
    ...['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:PassRole', 'iam:DeleteRole'],
  ],
  'AWS::Lambda::Function': [
    (name) => `arn:aws:lambda:${REGION}:${ENFORCED}:function:${name}`,
    ...['lambda:CreateFunction', 'lambda:InvokeFunction', 'lambda:DeleteFunction'],
  ],
  'AWS::Logs::LogGroup': [
    (name) => `arn:aws:logs:${REGION}:${ENFORCED}:log-group:${name}`,
    ...['logs:CreateLogGroup', 'logs:PutRetentionPolicy'],
  ],
  'AWS::S3::Bucket': [
    (name) => `arn:aws:s3:::${name.toLowerCase()}`,
    ...['s3:CreateBucket', 's3:PutEncryptionConfiguration', 's3:PutLifecycleConfiguration'],
  ],
  'AWS::SQS::Queue': [
    (name) => `arn:aws:sqs:${REGION}:${ENFORCED}:${name}`,
    ...['sqs:CreateQueue', 'sqs:SetQueueAttributes', 'sqs:DeleteQueue'],
  ],
};

/** Stacks of the hub's account. */
const OF_THE_HUB = ['TagEnforcement-Hub', 'TagEnforcement-Report'];

const PARTS = ['AWS::IAM::Policy', 'AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy'];
const NAMES = ['RoleName', 'GroupName', 'ManagedPolicyName', 'TrailName'];

test('it is enough to make and remove every resource of sub-accounts and gateway', () => {
  const needed = [...synthesize(givenAccess())].flatMap(([stack, { Resources }]) => {
    if (OF_THE_HUB.includes(stack)) return [];
    return Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
      if (PARTS.includes(Type) || Type.startsWith('Custom::')) return [];
      const [arn, ...actions] = KINDS[Type] ?? [];
      if (!arn) throw new Error(`what does CloudFormation call for ${Type}, in ${stack}?`);
      const given = NAMES.map((name) => Properties[name]).find((name) => typeof name === 'string');
      return actions.map((action) => [action, arn(String(given ?? `${stack}-${id}`))] as const);
    });
  });
  expect(needed.length).toBeGreaterThan(100);
  expect(needed.filter(([action, arn]) => !may(action, arn))).toEqual([]);
});

test.each([
  ['ec2:RunInstances', '*'],
  ['ec2:TerminateInstances', `arn:aws:ec2:${REGION}:${ENFORCED}:instance/i-1`],
  ['iam:CreateUser', `arn:aws:iam::${ENFORCED}:user/ann`],
  ['iam:CreateRole', `arn:aws:iam::${ENFORCED}:role/admin`],
  ['iam:PutRolePolicy', `arn:aws:iam::${ENFORCED}:role/cdk-hnb659fds-cfn-exec-role-${ENFORCED}-${REGION}`],
  ['iam:DeleteGroup', `arn:aws:iam::${ENFORCED}:group/researchers`],
  ['s3:GetObject', 'arn:aws:s3:::genomes/x'],
  ['lambda:InvokeFunction', `arn:aws:lambda:${REGION}:${ENFORCED}:function:align`],
  ['cloudtrail:StopLogging', `arn:aws:cloudtrail:${REGION}:${ENFORCED}:trail/organization`],
  ['sts:AssumeRole', `arn:aws:iam::${ENFORCED}:role/tag-enforcement-act`],
])('it does not allow %s on %s', (action, resource) => {
  expect(may(action, resource)).toBe(false);
});

test('it is what the code makes of the shipped roles: docs/bootstrap-execution-policy.json', () => {
  const on = { ...Object(shippedContext().tagEnforcement), access: { people: [] } };
  const shipped = bootstrapExecutionPolicy(parseConfiguration(on));
  const file = join(import.meta.dirname, '..', '..', '..', 'docs', 'bootstrap-execution-policy.json');
  // To accept changes: SNAPSHOT=write npx jest test/infra/access && npx biome check --write docs
  if (process.env.SNAPSHOT === 'write') writeFileSync(file, `${JSON.stringify(shipped, null, 2)}\n`);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(shipped);
  expect(charactersOf(shipped)).toBeLessThan(MANAGED_POLICY_CHARACTERS);
});
