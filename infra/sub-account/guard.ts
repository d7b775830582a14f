import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { protectedPatterns } from '../../lambdas/domain/compliance/owner-rule.ts';
import type { Configuration } from '../config/configuration.ts';
import type { Permission } from '../hub-role.ts';
import { inRegions } from '../regions.ts';

/** Every instance of the account. The template does not hold the account's id. */
export const INSTANCES = `arn:aws:ec2:*:${Aws.ACCOUNT_ID}:instance/*`;

/** The same, as cdk-nag prints it. */
export const INSTANCES_PRINTED = 'arn:aws:ec2:*:<AWS::AccountId>:instance/*';

/** Every Spot request of the account. */
const SPOT_REQUESTS = `arn:aws:ec2:*:${Aws.ACCOUNT_ID}:spot-instances-request/*`;

/** The same, as cdk-nag prints it. */
const SPOT_REQUESTS_PRINTED = 'arn:aws:ec2:*:<AWS::AccountId>:spot-instances-request/*';

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
