import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { OwnerTag } from '../../lambdas/domain/compliance/owner-rule.ts';
import type { PropagatedType } from '../../lambdas/domain/propagation/attachment.ts';
import { CORRECTED_TYPES } from '../../lambdas/domain/reminder/correction.ts';
import type { Configuration, SubAccount } from '../config/configuration.ts';
import type { Permission } from '../hub-role.ts';
import { inRegions } from '../regions.ts';
import { INSTANCES, INSTANCES_PRINTED } from './guard.ts';

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
