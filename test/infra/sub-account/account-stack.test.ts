import { describe, expect, test } from '@jest/globals';
import { DRY, ENFORCED, givenTwoAccounts, HUB } from '../given-configuration.ts';
import { CORRECTED_OF_EC2, expectRole, rolesOf } from '../policies.ts';
import { expectOne, expectStack, resourcesOf, synthesize, synthesizeAccount } from '../synthesize.ts';

const stacks = synthesize(givenTwoAccounts());
const enforced = expectStack(stacks, `TagEnforcement-Account-${ENFORCED}`);
const dry = expectStack(stacks, `TagEnforcement-Account-${DRY}`);

const regions = { 'aws:RequestedRegion': ['eu-west-1', 'us-west-2'] };
const of = (type: string) => ({
  'Fn::Join': ['', ['arn:aws:ec2:*:', { Ref: 'AWS::AccountId' }, `:${type}/*`]],
});
const instances = of('instance');
/** What is corrected, besides images and snapshots, whose ARNs name no account. */
const corrected = CORRECTED_OF_EC2.map(of);
const readAttached = (where: readonly string[]) => ({
  Effect: 'Allow',
  Action: [
    'ec2:DescribeInstances',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeTags',
    'ec2:DescribeVolumes',
  ],
  Resource: ['*'],
  Condition: { StringEquals: { 'aws:RequestedRegion': where } },
});

/** Resources of the account, by service and Region. */
const own = (place: string, resources: string) => ({
  'Fn::Join': ['', [`arn:aws:${place}:`, { Ref: 'AWS::AccountId' }, `:${resources}`]],
});
/** A statement that lets tags be read in the account's Regions and in that of the services without one. */
const reads = (resource: unknown, ...actions: string[]) => ({
  Effect: 'Allow',
  Action: actions,
  Resource: [resource],
  Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1', 'us-west-2'] } },
});

describe('a role of a sub-account trusts functions of the hub, and may do exactly', () => {
  test.each<[string, string | string[], ...object[]]>([
    [
      'read',
      ['check', 'sweep'],
      {
        Effect: 'Allow',
        Action: [
          'autoscaling:DescribeAutoScalingGroups',
          'autoscaling:DescribeTags',
          'ec2:DescribeInstances',
          'ec2:DescribeTags',
        ],
        Resource: ['*'],
        Condition: { StringEquals: regions },
      },
    ],
    [
      'repair',
      'repair',
      {
        Effect: 'Allow',
        Action: ['ec2:CreateTags'],
        Resource: [instances],
        Condition: {
          StringEquals: regions,
          'ForAllValues:StringEquals': { 'aws:TagKeys': ['Owner'] },
          StringLike: { 'aws:RequestTag/Owner': ['?*@ucsc.edu', 'shared'] },
        },
      },
    ],
    [
      'look-up',
      'look-up',
      {
        Effect: 'Allow',
        Action: ['cloudtrail:LookupEvents'],
        Resource: ['*'],
        Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1', 'us-west-2'] } },
      },
    ],
    [
      'propagate',
      'propagate',
      readAttached(['eu-west-1', 'us-west-2']),
      {
        Effect: 'Allow',
        Action: ['ec2:CreateTags'],
        Resource: [of('network-interface'), of('volume')],
        Condition: {
          StringEquals: regions,
          Null: { 'aws:ResourceTag/Owner': 'true' },
          'ForAllValues:StringEquals': { 'aws:TagKeys': ['Owner'] },
          StringLike: { 'aws:RequestTag/Owner': ['?*@ucsc.edu', 'shared'] },
        },
      },
    ],
    [
      'tags',
      'reminders',
      reads(
        '*',
        'autoscaling:DescribeTags',
        'ec2:DescribeImages',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSnapshots',
        'ec2:DescribeSubnets',
        'ec2:DescribeTags',
        'ec2:DescribeVolumes',
        'ec2:DescribeVpcs',
        'tag:GetResources',
      ),
      reads(own('cloudformation:*', 'stack/*'), 'cloudformation:DescribeStacks'),
      reads(own('dynamodb:*', 'table/*'), 'dynamodb:ListTagsOfResource'),
      reads(own('iam:', 'policy/*'), 'iam:ListPolicyTags'),
      reads(own('iam:', 'role/*'), 'iam:ListRoleTags'),
      reads(own('iam:', 'user/*'), 'iam:ListUserTags'),
      reads(own('lambda:*', 'function:*'), 'lambda:ListTags'),
      reads(own('logs:*', 'log-group:*'), 'logs:ListTagsForResource'),
      reads('arn:aws:s3:::*', 's3:GetBucketTagging'),
      reads(own('sns:*', '*'), 'sns:ListTagsForResource'),
      reads(own('sqs:*', '*'), 'sqs:GetQueueUrl', 'sqs:ListQueueTags'),
    ],
    [
      'correct',
      'reminders',
      {
        Effect: 'Allow',
        Action: ['ec2:CreateTags'],
        Resource: ['arn:aws:ec2:*::image/*', 'arn:aws:ec2:*::snapshot/*', ...corrected],
        Condition: {
          StringEquals: regions,
          'ForAllValues:StringEquals': { 'aws:TagKeys': ['Owner'] },
          StringLike: { 'aws:RequestTag/Owner': ['?*@ucsc.edu', 'shared'] },
        },
      },
    ],
    [
      'report',
      'collect',
      reads(
        '*',
        ...[
          'Addresses',
          'Images',
          'Instances',
          'InternetGateways',
          'KeyPairs',
          'LaunchTemplates',
          'NatGateways',
          'NetworkAcls',
          'NetworkInterfaces',
          'RouteTables',
          'SecurityGroups',
          'Snapshots',
          'Subnets',
          'Tags',
          'Volumes',
          'VpcEndpoints',
          'Vpcs',
        ].map((type) => `ec2:Describe${type}`),
        'iam:GetAccountAuthorizationDetails',
        'resource-explorer-2:GetIndex',
        'tag:GetResources',
      ),
      reads(
        own('resource-explorer-2:*', 'view/*'),
        'resource-explorer-2:GetView',
        'resource-explorer-2:ListResources',
        'resource-explorer-2:Search',
      ),
    ],
    [
      'act',
      'terminate',
      {
        Effect: 'Allow',
        Action: ['ec2:StopInstances', 'ec2:TerminateInstances'],
        Resource: [instances],
        Condition: {
          StringEquals: regions,
          StringNotLikeIfExists: { 'aws:ResourceTag/Owner': ['?*'] },
        },
      },
      {
        Effect: 'Allow',
        Action: ['ec2:CancelSpotInstanceRequests'],
        Resource: [of('spot-instances-request')],
        Condition: { StringEquals: regions },
      },
      {
        Effect: 'Allow',
        Action: ['ec2:DescribeInstances', 'ec2:DescribeSpotInstanceRequests', 'ec2:DescribeTags'],
        Resource: ['*'],
        Condition: { StringEquals: regions },
      },
    ],
  ])('%s', (purpose, trusted, ...statements) => {
    const role = expectRole(enforced, `tag-enforcement-${purpose}`);
    expect(role.statements).toEqual(statements);
    expect(role.managedPolicies).toEqual([]);
    const arnOf = (name: string) => `arn:aws:iam::${HUB}:role/tag-enforcement-hub-${name}`;
    expect(role.trust).toEqual([
      {
        Effect: 'Allow',
        Action: ['sts:AssumeRole'],
        Principal: { AWS: `arn:aws:iam::${HUB}:root` },
        Condition: {
          StringEquals: {
            'aws:PrincipalArn': typeof trusted === 'string' ? arnOf(trusted) : trusted.map(arnOf),
          },
        },
      },
    ]);
  });
});

test('in dry-run, the role of propagate may read and nothing else', () => {
  expect(expectRole(dry, 'tag-enforcement-propagate').statements).toEqual([readAttached(['us-east-1'])]);
});

test('where no Owner is propagated, there is no role for it, no queue, and no event of attachments', () => {
  const off = synthesize({ ...givenTwoAccounts(), propagate: [] });
  const names = [...off.values()].flatMap((template) => rolesOf(template).map(({ name }) => name ?? ''));
  expect(names.filter((name) => name.includes('propagate'))).toEqual([]);
  expect(JSON.stringify([...off.values()])).not.toContain('AttachVolume');
});

test('where only volumes get an Owner, the role may write on nothing else', () => {
  const role = expectRole(
    synthesizeAccount({ ...givenTwoAccounts(), propagate: ['volume'] }, ENFORCED),
    'tag-enforcement-propagate',
  );
  expect(role.statements[1]?.Resource).toEqual([of('volume')]);
});

test('a sub-account in dry-run gets no role that may act', () => {
  expect(rolesOf(dry).map(({ name }) => name)).toEqual([
    'tag-enforcement-read',
    'tag-enforcement-repair',
    'tag-enforcement-look-up',
    'tag-enforcement-propagate',
    'tag-enforcement-tags',
    'tag-enforcement-report',
  ]);
});

test('with onInvalidValue terminate, the Guard protects the valid values', () => {
  const { ownerTag, ...rest } = givenTwoAccounts();
  const strict = { ...rest, ownerTag: { ...ownerTag, onInvalidValue: 'terminate' } };
  const [statement] = expectRole(synthesizeAccount(strict, ENFORCED), 'tag-enforcement-act').statements;
  expect(statement?.Condition?.StringNotLikeIfExists).toEqual({
    'aws:ResourceTag/Owner': ['?*@ucsc.edu', 'shared'],
  });
});

test('with onTerminationProtection override, the act role may turn protection off, and change nothing else', () => {
  const overriding = { ...givenTwoAccounts(), onTerminationProtection: 'override' };
  const role = expectRole(synthesizeAccount(overriding, ENFORCED), 'tag-enforcement-act');
  expect(role.statements.slice(0, 2)).toEqual([
    {
      Effect: 'Allow',
      Action: ['ec2:TerminateInstances'],
      Resource: [instances],
      Condition: { StringEquals: regions, StringNotLikeIfExists: { 'aws:ResourceTag/Owner': ['?*'] } },
    },
    {
      Effect: 'Allow',
      Action: ['ec2:ModifyInstanceAttribute'],
      Resource: [instances],
      Condition: {
        StringEquals: { ...regions, 'ec2:Attribute/DisableApiTermination': 'false' },
        StringNotLikeIfExists: { 'aws:ResourceTag/Owner': ['?*'] },
      },
    },
  ]);
});

describe('the trail', () => {
  test('is created only if that is configured', () => {
    expect(resourcesOf(enforced, 'AWS::CloudTrail::Trail')).toEqual([]);
  });

  test('logs every Region, into a bucket that is private, encrypted and kept', () => {
    expect(expectOne(dry, 'AWS::CloudTrail::Trail').Properties).toMatchObject({
      IsLogging: true,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
      S3BucketName: { Ref: expect.stringMatching(/^TrailRecords/) },
    });
    const bucket = expectOne(dry, 'AWS::S3::Bucket');
    expect(bucket.DeletionPolicy).toBe('Retain');
    expect(bucket.Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 365 }] },
    });
  });

  test('is out of reach through an access point, which policies on the bucket’s ARN do not name', () => {
    const arn = { 'Fn::GetAtt': [expect.stringMatching(/^TrailRecords/), 'Arn'] };
    expect(expectOne(dry, 'AWS::S3::BucketPolicy').Properties).toMatchObject({
      PolicyDocument: {
        Statement: expect.arrayContaining([
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 's3:*',
            Resource: [arn, { 'Fn::Join': ['', [arn, '/*']] }],
            Condition: { Null: { 's3:DataAccessPointArn': 'false' } },
          },
        ]),
      },
    });
  });
});
