import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type OwnerTag, protectedPatterns } from '../../lambdas/domain/compliance/owner-rule.ts';
import type { Configuration } from '../config/configuration.ts';
import type { Permission } from '../hub-role.ts';
import { withGlobalRegion } from '../regions.ts';

/** Every instance of the account, whichever account the template goes to. */
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

/** Lets `look-up` ask CloudTrail who got a session or launched an instance. */
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

/** Lets `repair` write the Owner tag, with a valid value, and no other tag. */
export const repairPermission = (ownerTag: OwnerTag, regions: readonly string[]): Permission => ({
  statement: new PolicyStatement({
    actions: ['ec2:CreateTags'],
    resources: [INSTANCES],
    conditions: {
      StringEquals: inRegions(regions),
      // Compares the key with regard to case, which the key of aws:RequestTag is compared without.
      'ForAllValues:StringEquals': { 'aws:TagKeys': [ownerTag.key] },
      // Also demands that the tag be there, which ForAllValues does not.
      StringLike: { [`aws:RequestTag/${ownerTag.key}`]: ownerTag.patterns },
    },
  }),
  wildcard: INSTANCES_PRINTED,
  reason: 'Which instance will carry a near miss is not known beforehand; the tag that may be written is.',
});

type Setting = Pick<Configuration, 'ownerTag' | 'onTerminationProtection'>;

/**
 * The Guard: whatever a function or a stolen credential asks for, AWS refuses it for an instance whose Owner tag has a
 * protected value. It stands on all that the role may do to instances.
 */
const guarded = ({ ownerTag }: Setting, regions: readonly string[]) => ({
  StringEquals: inRegions(regions),
  // True also where the tag is absent, as every negated operator is; IfExists says so aloud.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
  StringNotLikeIfExists: { [`aws:ResourceTag/${ownerTag.key}`]: protectedPatterns(ownerTag) },
});

/** To take the protection from termination off, and no more: turning it on, or any other attribute, is refused. */
const removeProtection = (setting: Setting, regions: readonly string[]): PolicyStatement => {
  const { StringEquals, ...guard } = guarded(setting, regions);
  return new PolicyStatement({
    actions: ['ec2:ModifyInstanceAttribute'],
    resources: [INSTANCES],
    conditions: {
      ...guard,
      // An attribute that is an object of a value alone has a key of its own. Were it absent, AWS would refuse the call,
      // which is told as a failure. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policies-for-amazon-ec2.html
      StringEquals: { ...StringEquals, 'ec2:Attribute/DisableApiTermination': 'false' },
    },
  });
};

const REASON =
  'Which instance will lack its Owner is not known beforehand; the Guard refuses those that have one.';

/** Lets `terminate` end instances, and do what the configuration says of those that are protected from it. */
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
 * Lets `terminate` find and cancel the persistent Spot request behind an instance, having looked at the instance's tags
 * again. It reads with the act role, in the moment of acting: `check` would know them a minute earlier, for every launch.
 */
const spotPermissions = (regions: readonly string[]): Permission[] => {
  const conditions = { StringEquals: inRegions(regions) };
  return [
    {
      statement: new PolicyStatement({
        actions: ['ec2:CancelSpotInstanceRequests'],
        resources: [SPOT_REQUESTS],
        // Not the Guard: a request's tags are its own, and say nothing of its instance's. With an Owner on the request
        // alone, the instance would be terminated, and come back. To cancel ends no instance.
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
