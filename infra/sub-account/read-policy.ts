import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Permission } from '../hub-role.ts';
import { inRegions } from './instances.ts';

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
