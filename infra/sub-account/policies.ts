import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type OwnerTag, protectedPatterns } from '../../lambdas/domain/compliance/owner-rule.ts';
import type { PropagatedType } from '../../lambdas/domain/propagation/attachment.ts';
import { CORRECTED_TYPES } from '../../lambdas/domain/reminder/correction.ts';
import type { Configuration, SubAccount } from '../config/configuration.ts';
import type { Permission } from '../hub-role.ts';
import { withGlobalRegion } from '../regions.ts';

/** Every instance of the account. The template does not hold the account's id. */
const INSTANCES = `arn:aws:ec2:*:${Aws.ACCOUNT_ID}:instance/*`;

/** The same, as cdk-nag prints it. */
const INSTANCES_PRINTED = 'arn:aws:ec2:*:<AWS::AccountId>:instance/*';

/** Every Spot request of the account. */
const SPOT_REQUESTS = `arn:aws:ec2:*:${Aws.ACCOUNT_ID}:spot-instances-request/*`;

/** The same, as cdk-nag prints it. */
const SPOT_REQUESTS_PRINTED = 'arn:aws:ec2:*:<AWS::AccountId>:spot-instances-request/*';

/** The condition that a call is made in one of these Regions. */
const inRegions = (regions: readonly string[]) => ({ 'aws:RequestedRegion': regions });

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
          // Whether something without tags is there: lambdas/aws/existing-ec2.ts.
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

/** The condition that a request writes the Owner tag with a valid value, and no other tag. */
const ownerAlone = (ownerTag: OwnerTag) => ({
  // This compares the key's case, too: the key in aws:RequestTag/<key> is compared without case.
  'ForAllValues:StringEquals': { 'aws:TagKeys': [ownerTag.key] },
  // This also demands that the request has the tag: ForAllValues is true for a request without tags.
  StringLike: { [`aws:RequestTag/${ownerTag.key}`]: ownerTag.patterns },
});

/** Lets `repair` write the Owner tag with a valid value, and no other tag. */
export const repairPermission = (ownerTag: OwnerTag, regions: readonly string[]): Permission => ({
  statement: new PolicyStatement({
    actions: ['ec2:CreateTags'],
    resources: [INSTANCES],
    conditions: { StringEquals: inRegions(regions), ...ownerAlone(ownerTag) },
  }),
  wildcard: INSTANCES_PRINTED,
  reason: 'Which instance will carry a near miss is not known beforehand; the tag that may be written is.',
});

/** Lets `reminders` write the Owner tag with a valid value on what it corrects, and no other tag. Its sessions may do less. */
export const correctPermission = (ownerTag: OwnerTag, regions: readonly string[]): Permission => ({
  statement: new PolicyStatement({
    actions: ['ec2:CreateTags'],
    resources: CORRECTED_TYPES.map((type) => resourcesOfType(type).resource),
    conditions: { StringEquals: inRegions(regions), ...ownerAlone(ownerTag) },
  }),
  wildcard: CORRECTED_TYPES.map((type) => resourcesOfType(type).printed),
  reason: 'Which resource will carry a near miss is not known beforehand; the tag that may be written is.',
});

/**
 * EC2's types whose ARN names no account: who sees one may tag it, in their own account.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
const WITHOUT_ACCOUNT: readonly string[] = ['image', 'snapshot'];

/** Everything of a type in the account that an Owner is written on, as an ARN and as cdk-nag prints it. */
const resourcesOfType = (type: PropagatedType | (typeof CORRECTED_TYPES)[number]) => {
  const of = (account: string) => `arn:aws:ec2:*:${WITHOUT_ACCOUNT.includes(type) ? '' : account}:${type}/*`;
  return { resource: of(Aws.ACCOUNT_ID), printed: of('<AWS::AccountId>') };
};

/**
 * Lets `propagate` read what is attached to instances and, unless the account is in dry-run, write a valid Owner where there is
 * none. IAM compares keys without regard to case, so it refuses over an Owner in any case.
 */
export const propagatePermissions = (
  { ownerTag, propagate }: Pick<Configuration, 'ownerTag' | 'propagate'>,
  { regions, mode }: Pick<SubAccount, 'regions' | 'mode'>,
): Permission[] => {
  const read: Permission = {
    statement: new PolicyStatement({
      actions: [
        'ec2:DescribeInstances',
        'ec2:DescribeTags',
        'ec2:DescribeVolumes',
        'ec2:DescribeNetworkInterfaces',
      ],
      resources: ['*'],
      conditions: { StringEquals: inRegions(regions) },
    }),
    wildcard: '*',
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
    reason: 'These Describe actions take no resource: the Region is all there is to narrow.',
  };
  if (mode === 'dry-run') return [read];
  const statement = new PolicyStatement({
    actions: ['ec2:CreateTags'],
    resources: propagate.map((type) => resourcesOfType(type).resource),
    conditions: {
      StringEquals: inRegions(regions),
      Null: { [`aws:ResourceTag/${ownerTag.key}`]: 'true' },
      ...ownerAlone(ownerTag),
    },
  });
  const reason =
    'What will be attached is not known beforehand; that it has no Owner yet, and which tag is written, is.';
  return [read, { statement, wildcard: propagate.map((type) => resourcesOfType(type).printed), reason }];
};

type Setting = Pick<Configuration, 'ownerTag' | 'onTerminationProtection'>;

/**
 * The Guard: AWS refuses every call for an instance whose Owner tag has a protected value, even if a function has a fault
 * or its credentials are stolen. It is a condition of everything that the role may do to instances.
 */
const guarded = ({ ownerTag }: Setting, regions: readonly string[]) => ({
  StringEquals: inRegions(regions),
  // True also if the tag is absent, as with every negated operator; IfExists makes that visible.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
  StringNotLikeIfExists: { [`aws:ResourceTag/${ownerTag.key}`]: protectedPatterns(ownerTag) },
});

/** Allows turning termination protection off. Turning it on, or changing any other attribute, is refused. */
const removeProtection = (setting: Setting, regions: readonly string[]): PolicyStatement => {
  const { StringEquals, ...guard } = guarded(setting, regions);
  return new PolicyStatement({
    actions: ['ec2:ModifyInstanceAttribute'],
    resources: [INSTANCES],
    conditions: {
      ...guard,
      // An attribute that is an object with only a value has a condition key. If AWS left the key out, it would refuse the
      // call, and the mail would report a failure.
      // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policies-for-amazon-ec2.html
      StringEquals: { ...StringEquals, 'ec2:Attribute/DisableApiTermination': 'false' },
    },
  });
};

const REASON =
  'Which instance will lack its Owner is not known beforehand; the Guard refuses those that have one.';

/** Lets `terminate` terminate instances, and do what the configuration says with those that have termination protection. */
export const actPermissions = (setting: Setting, regions: readonly string[]): Permission[] => {
  const actions = [
    'ec2:TerminateInstances',
    ...(setting.onTerminationProtection === 'stop' ? ['ec2:StopInstances'] : []),
  ];
  const end = new PolicyStatement({ actions, resources: [INSTANCES], conditions: guarded(setting, regions) });
  const statements =
    setting.onTerminationProtection === 'override' ? [end, removeProtection(setting, regions)] : [end];
  return [
    ...statements.map((statement) => ({ statement, wildcard: INSTANCES_PRINTED, reason: REASON })),
    ...spotPermissions(regions),
  ];
};

/**
 * Lets `terminate` read an instance's tags again, then find and cancel its persistent Spot request. It reads with the act
 * role just before it acts: `check` would read a minute earlier, and for every launch.
 */
const spotPermissions = (regions: readonly string[]): Permission[] => {
  const conditions = { StringEquals: inRegions(regions) };
  return [
    {
      statement: new PolicyStatement({
        actions: ['ec2:CancelSpotInstanceRequests'],
        resources: [SPOT_REQUESTS],
        // Without the Guard: a request's tags are not its instance's. If an Owner on the request alone were a reason to
        // refuse, the instance would be terminated and launched again. Cancelling a request terminates no instance.
        conditions,
      }),
      wildcard: SPOT_REQUESTS_PRINTED,
      reason: "Which request's instance will lack its Owner is not known beforehand.",
    },
    {
      statement: new PolicyStatement({
        actions: ['ec2:DescribeInstances', 'ec2:DescribeSpotInstanceRequests', 'ec2:DescribeTags'],
        resources: ['*'],
        conditions,
      }),
      wildcard: '*',
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
      reason: 'These Describe actions take no resource: the Region is all there is to narrow.',
    },
  ];
};
