import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Permission } from '../hub-role.ts';
import { inRegions, withGlobalRegion } from '../regions.ts';

/** Lets `check` read instances and their tags, and the tags of Auto Scaling groups. */
export const readPermission = (regions: readonly string[]): Permission => ({
  statement: new PolicyStatement({
    actions: [
      'ec2:DescribeInstances',
      'ec2:DescribeTags',
      'autoscaling:DescribeTags',
      'autoscaling:DescribeAutoScalingGroups',
    ],
    resources: ['*'],
    conditions: { StringEquals: inRegions(regions) },
  }),
  wildcard: '*',
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html
  reason:
    'These Describe actions take no resource and no tag condition: the Region is all there is to narrow.',
});

/** The calls that read the tags of one resource, and the resources that they take: lambdas/aws/read-tags.ts. */
const TAG_READERS: readonly (readonly [resource: string, ...actions: string[]])[] = [
  ['arn:aws:cloudformation:*:ACCOUNT:stack/*', 'cloudformation:DescribeStacks'],
  ['arn:aws:dynamodb:*:ACCOUNT:table/*', 'dynamodb:ListTagsOfResource'],
  ['arn:aws:iam::ACCOUNT:policy/*', 'iam:ListPolicyTags'],
  ['arn:aws:iam::ACCOUNT:role/*', 'iam:ListRoleTags'],
  ['arn:aws:iam::ACCOUNT:user/*', 'iam:ListUserTags'],
  ['arn:aws:lambda:*:ACCOUNT:function:*', 'lambda:ListTags'],
  ['arn:aws:logs:*:ACCOUNT:log-group:*', 'logs:ListTagsForResource'],
  ['arn:aws:s3:::*', 's3:GetBucketTagging'],
  ['arn:aws:sns:*:ACCOUNT:*', 'sns:ListTagsForResource'],
  ['arn:aws:sqs:*:ACCOUNT:*', 'sqs:GetQueueUrl', 'sqs:ListQueueTags'],
];

/**
 * Lets `reminders` read the tags of what was created: by the tagging API, which leaves out what was never tagged, and for some
 * types by the service's own call; and whether EC2 shows something without tags.
 */
export const tagsPermissions = (regions: readonly string[]): Permission[] => {
  const conditions = { StringEquals: inRegions(withGlobalRegion(regions)) };
  const reason = 'What will be created is not known beforehand. The role reads tags, and no contents.';
  return [
    {
      statement: new PolicyStatement({
        actions: [
          'autoscaling:DescribeTags',
          'ec2:DescribeTags',
          'tag:GetResources',
          // Whether something without tags is there: lambdas/aws/read-ec2-tags.ts.
          'ec2:DescribeImages',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSecurityGroups',
          'ec2:DescribeSnapshots',
          'ec2:DescribeSubnets',
          'ec2:DescribeVolumes',
          'ec2:DescribeVpcs',
        ],
        resources: ['*'],
        conditions,
      }),
      wildcard: '*',
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonresourcegrouptaggingapi.html
      reason: 'These take no resource: the Region is all there is to narrow.',
    },
    ...TAG_READERS.map(([resource, ...actions]) => ({
      statement: new PolicyStatement({
        actions,
        resources: [resource.replace('ACCOUNT', Aws.ACCOUNT_ID)],
        conditions,
      }),
      wildcard: resource.replace('ACCOUNT', '<AWS::AccountId>'),
      reason,
    })),
  ];
};

/** What `collect` reads of EC2: lambdas/aws/describe-ec2.ts. */
const DESCRIBED = [
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
];

/**
 * Lets `collect` list what exists in the account, with its tags. It reads no contents. IAM shows the tags of roles and users only
 * with their policies.
 */
export const reportPermissions = (regions: readonly string[]): Permission[] => {
  const conditions = { StringEquals: inRegions(withGlobalRegion(regions)) };
  const views = `arn:aws:resource-explorer-2:*:${Aws.ACCOUNT_ID}:view/*`;
  return [
    {
      statement: new PolicyStatement({
        actions: [
          ...DESCRIBED.map((type) => `ec2:Describe${type}`),
          'iam:GetAccountAuthorizationDetails',
          'resource-explorer-2:GetIndex',
          'tag:GetResources',
        ],
        resources: ['*'],
        conditions,
      }),
      wildcard: '*',
      // https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
      reason: 'These take no resource: the Region is all there is to narrow.',
    },
    {
      statement: new PolicyStatement({
        // ListResources is allowed as Search is: it has no action of its own in the reference.
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsresourceexplorer.html
        actions: [
          'resource-explorer-2:GetView',
          'resource-explorer-2:ListResources',
          'resource-explorer-2:Search',
        ],
        resources: [views],
        conditions,
      }),
      wildcard: 'arn:aws:resource-explorer-2:*:<AWS::AccountId>:view/*',
      reason: "Which view is the default of a Region is the account's to decide.",
    },
  ];
};

/** Lets `look-up` ask CloudTrail who started a session or launched an instance. */
export const lookUpPermission = (regions: readonly string[]): Permission => ({
  statement: new PolicyStatement({
    actions: ['cloudtrail:LookupEvents'],
    resources: ['*'],
    conditions: { StringEquals: inRegions(withGlobalRegion(regions)) },
  }),
  wildcard: '*',
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
  reason: 'LookupEvents takes no resource: the Region is all there is to narrow.',
});
