import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { OwnerTag } from '../../lambdas/domain/verdict/owner-rule.ts';
import type { Permission } from '../hub-role.ts';
import { INSTANCES, INSTANCES_PRINTED, inRegions } from './instances.ts';

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
