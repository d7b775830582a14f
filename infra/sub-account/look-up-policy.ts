import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Permission } from '../hub-role.ts';
import { withGlobalRegion } from '../regions.ts';
import { inRegions } from './instances.ts';

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
