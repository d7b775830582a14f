import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type OwnerTag, protectedPatterns } from '../../lambdas/domain/owner-tag.ts';
import type { Permission } from '../hub-role.ts';
import { INSTANCES, INSTANCES_PRINTED, inRegions } from './instances.ts';

/**
 * Lets `terminate` terminate instances, under the Guard: whatever a function or a stolen credential asks for, AWS
 * refuses it for an instance whose Owner tag has a protected value.
 */
export const actPermission = (ownerTag: OwnerTag, regions: readonly string[]): Permission => ({
  statement: new PolicyStatement({
    actions: ['ec2:TerminateInstances'],
    resources: [INSTANCES],
    conditions: {
      StringEquals: inRegions(regions),
      // True also where the tag is absent, as every negated operator is; IfExists says so aloud.
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
      StringNotLikeIfExists: { [`aws:ResourceTag/${ownerTag.key}`]: protectedPatterns(ownerTag) },
    },
  }),
  wildcard: INSTANCES_PRINTED,
  reason:
    'Which instance will lack its Owner is not known beforehand; the Guard refuses those that have one.',
});
