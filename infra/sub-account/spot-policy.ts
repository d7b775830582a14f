import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Permission } from '../hub-role.ts';
import { inRegions, SPOT_REQUESTS, SPOT_REQUESTS_PRINTED } from './instances.ts';

/**
 * Lets `terminate` find and cancel the persistent Spot request behind an instance, having looked at the instance's tags
 * again. It reads with the act role, in the moment of acting: `check` would know them a minute earlier, for every launch.
 */
export const spotPermissions = (regions: readonly string[]): Permission[] => {
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
