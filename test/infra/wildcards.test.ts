import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { ENFORCED, givenTwoAccounts, HUB } from './given-configuration.ts';
import { CORRECTED_OF_EC2, PolicyDocument, Statement } from './policies.ts';
import { synthesize } from './synthesize.ts';

/** The actions with the resource `*`, each with the reason why AWS offers nothing narrower. */
const ALLOWED = new Map([
  ['ec2:DescribeInstances', 'Describe actions of EC2 take no resource'],
  ['ec2:DescribeTags', 'Describe actions of EC2 take no resource'],
  ['ec2:DescribeVolumes', 'Describe actions of EC2 take no resource'],
  ['ec2:DescribeNetworkInterfaces', 'Describe actions of EC2 take no resource'],
  ...['Images', 'SecurityGroups', 'Snapshots', 'Subnets', 'Vpcs'].map(
    (those) => [`ec2:Describe${those}`, 'Describe actions of EC2 take no resource'] as const,
  ),
  ['ec2:DescribeSpotInstanceRequests', 'Describe actions of EC2 take no resource'],
  ['autoscaling:DescribeTags', 'Describe actions of Auto Scaling take no resource'],
  ['autoscaling:DescribeAutoScalingGroups', 'Describe actions of Auto Scaling take no resource'],
  ['cloudtrail:LookupEvents', 'what CloudTrail recorded is no resource'],
  ['tag:GetResources', 'the tagging API takes no resource'],
  ['resource-explorer-2:GetIndex', 'a Region has one index at most'],
  ['iam:GetAccountAuthorizationDetails', 'shows the account as a whole'],
  ...[
    'Addresses',
    'Images',
    'InternetGateways',
    'KeyPairs',
    'LaunchTemplates',
    'NatGateways',
    'NetworkAcls',
    'RouteTables',
    'SecurityGroups',
    'Snapshots',
    'Subnets',
    'VpcEndpoints',
    'Vpcs',
  ].map((type) => [`ec2:Describe${type}`, 'Describe actions of EC2 take no resource'] as const),
  ['iam:ListUsers', 'lists are of the account'],
  ...['GetSamplingRules', 'GetSamplingTargets', 'PutTelemetryRecords', 'PutTraceSegments'].map(
    (action) => [`xray:${action}`, 'X-Ray has no resource for traces'] as const,
  ),
  ...[
    'CreateLogDelivery',
    'GetLogDelivery',
    'UpdateLogDelivery',
    'DeleteLogDelivery',
    'ListLogDeliveries',
  ].map((action) => [`logs:${action}`, 'a log delivery is no resource'] as const),
  ['logs:PutResourcePolicy', 'a resource policy of CloudWatch Logs is of the account'],
  ['logs:DescribeResourcePolicies', 'a resource policy of CloudWatch Logs is of the account'],
  ['logs:DescribeLogGroups', 'asked before the log group is known'],
]);

const PERSONS = `arn:aws:sns:us-west-2:${HUB}:tag-enforcement-person-*`;

/** The resources that contain a wildcard. */
const ALLOWED_PARTLY = [
  ['ec2:CreateTags', 'arn:aws:ec2:*:<AWS::AccountId>:instance/*'],
  ['ec2:CreateTags', 'arn:aws:ec2:*:<AWS::AccountId>:network-interface/*'],
  ['ec2:CreateTags', 'arn:aws:ec2:*:<AWS::AccountId>:volume/*'],
  ['ec2:TerminateInstances', 'arn:aws:ec2:*:<AWS::AccountId>:instance/*'],
  ['ec2:StopInstances', 'arn:aws:ec2:*:<AWS::AccountId>:instance/*'],
  ['ec2:CancelSpotInstanceRequests', 'arn:aws:ec2:*:<AWS::AccountId>:spot-instances-request/*'],
  ...['CreateTopic', 'DeleteTopic', 'GetTopicAttributes', 'Publish', 'Subscribe'].map(
    (action) => [`sns:${action}`, PERSONS] as const,
  ),
  ['states:DescribeExecution', `arn:aws:states:us-west-2:${HUB}:execution:tag-enforcement-GracePeriod:*`],
  // Everything that a person may create, whose tags alone are read.
  ['cloudformation:DescribeStacks', 'arn:aws:cloudformation:*:<AWS::AccountId>:stack/*'],
  ['dynamodb:ListTagsOfResource', 'arn:aws:dynamodb:*:<AWS::AccountId>:table/*'],
  ...['policy', 'role', 'user'].map(
    (type) =>
      [
        `iam:List${type[0]?.toUpperCase()}${type.slice(1)}Tags`,
        `arn:aws:iam::<AWS::AccountId>:${type}/*`,
      ] as const,
  ),
  ['lambda:ListTags', 'arn:aws:lambda:*:<AWS::AccountId>:function:*'],
  ['logs:ListTagsForResource', 'arn:aws:logs:*:<AWS::AccountId>:log-group:*'],
  ['s3:GetBucketTagging', 'arn:aws:s3:::*'],
  ['sns:ListTagsForResource', 'arn:aws:sns:*:<AWS::AccountId>:*'],
  ['sqs:GetQueueUrl', 'arn:aws:sqs:*:<AWS::AccountId>:*'],
  ['sqs:ListQueueTags', 'arn:aws:sqs:*:<AWS::AccountId>:*'],
  ...CORRECTED_OF_EC2.map((type) => ['ec2:CreateTags', `arn:aws:ec2:*:<AWS::AccountId>:${type}/*`] as const),
  // EC2 names no account there.
  ['ec2:CreateTags', 'arn:aws:ec2:*::image/*'],
  ['ec2:CreateTags', 'arn:aws:ec2:*::snapshot/*'],
  ['s3:PutObject', '<TrailRecords>/AWSLogs/<AWS::AccountId>/*'],
  // The runs, days and executions that there will be.
  ['s3:PutObject', '<Bucket>/work/*'],
  ['s3:PutObject', '<Bucket>/pages/*'],
  ['s3:PutObject', '<Bucket>/costs/*'],
  ['s3:GetObject', '<Bucket>/work/*'],
  ['s3:GetObject', `<Bucket>/pages/*/${ENFORCED}.html`],
  ...['DescribeExecution', 'StopExecution'].map(
    (action) =>
      [`states:${action}`, `arn:aws:states:us-west-2:${HUB}:execution:tag-enforcement-Report:*`] as const,
  ),
  ['states:RedriveExecution', `arn:aws:states:us-west-2:${HUB}:execution:tag-enforcement-Report/*`],
  ...['GetView', 'ListResources', 'Search'].map(
    (action) =>
      [`resource-explorer-2:${action}`, 'arn:aws:resource-explorer-2:*:<AWS::AccountId>:view/*'] as const,
  ),
];

const Join = z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });
const Ref = z.object({ Ref: z.string() });
const GetAtt = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });

/** A resource of a statement as one text; logical ids without their hashes. */
const print = (resource: unknown): string => {
  if (typeof resource === 'string') return resource;
  const join = Join.safeParse(resource);
  if (join.success) return join.data['Fn::Join'][1].map(print).join(join.data['Fn::Join'][0]);
  const ref = Ref.safeParse(resource);
  if (ref.success) return `<${ref.data.Ref}>`;
  const [id] = GetAtt.parse(resource)['Fn::GetAtt'];
  return `<${id.replace(/[0-9A-F]{8}$/, '')}>`;
};

/** Every policy statement within a value: of roles, policies, queues, topics, buckets and buses. */
const statementsIn = (value: unknown): Statement[] => {
  if (typeof value !== 'object' || value === null) return [];
  const document = PolicyDocument.safeParse(value);
  if (document.success) return document.data.Statement;
  const statement = Statement.safeParse(value);
  return statement.success ? [statement.data] : Object.values(value).flatMap(statementsIn);
};

const { ownerTag, ...rest } = givenTwoAccounts();
const allowed = [rest, { ...rest, mode: 'enforce' }]
  .map((configuration) => synthesize({ ...configuration, ownerTag }))
  .flatMap((stacks) => [...stacks.values()].flatMap(({ Resources }) => statementsIn(Resources)))
  .filter(({ Effect }) => Effect === 'Allow');
const actions = (statement: Statement): string[] => statement.Action.map(String);

test('the statements of all stacks are found', () => {
  const found = new Set(allowed.flatMap(actions));
  for (const action of [
    'ec2:TerminateInstances',
    'events:PutEvents',
    'sqs:SendMessage',
    'sns:Publish',
    's3:PutObject',
  ]) {
    expect(found).toContain(action);
  }
});

test('no statement has a wildcard in an action, or NotAction', () => {
  expect(allowed.flatMap(actions).filter((action) => /[*?]/.test(action))).toEqual([]);
  expect(allowed.filter((statement) => 'NotAction' in statement || 'NotResource' in statement)).toEqual([]);
});

test('the resource * is used only if AWS offers nothing narrower', () => {
  const wide = allowed.filter(({ Resource }) => Resource?.some((resource) => print(resource) === '*'));
  expect(new Set(wide.flatMap(actions))).toEqual(new Set(ALLOWED.keys()));
});

test('a wildcard within a resource is used only in the resources that are listed here', () => {
  const wide = allowed.flatMap((statement) =>
    (statement.Resource ?? [])
      .map(print)
      .filter((resource) => resource !== '*' && /[*?]/.test(resource))
      .flatMap((resource) => actions(statement).map((action) => `${action} ${resource}`)),
  );
  expect(new Set(wide)).toEqual(new Set(ALLOWED_PARTLY.map((one) => one.join(' '))));
});

test('only AWS services, the hub and the configured accounts are trusted', () => {
  const principals = allowed.flatMap(({ Principal }) =>
    Principal === undefined ? [] : [JSON.stringify(Principal)],
  );
  expect(principals.filter((principal) => principal.includes('*'))).toEqual([]);
  expect(principals.some((principal) => principal.includes(ENFORCED))).toBe(true);
});
