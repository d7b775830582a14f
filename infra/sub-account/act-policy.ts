import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { protectedPatterns } from '../../lambdas/domain/verdict/owner-rule.ts';
import type { Configuration } from '../config.ts';
import type { Permission } from '../hub-role.ts';
import { INSTANCES, INSTANCES_PRINTED, inRegions } from './instances.ts';
import { spotPermissions } from './spot-policy.ts';

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
