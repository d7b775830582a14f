import type { ReadInstancesIn } from '../../lambdas/aws/read-instances.ts';
import type { TagInstances } from '../../lambdas/aws/tag-instances.ts';
import type { TerminateInstances } from '../../lambdas/aws/terminate-instances.ts';
import { InstanceNotFound, UnauthorizedOperation } from '../errors.ts';
import type { RequestContext } from '../iam/condition.ts';
import type { Iam } from '../iam/iam.ts';
import { assume, requestedRegion } from './assume.ts';
import type { Ec2 } from './ec2.ts';
import { resourceTagContexts } from './tag-context.ts';
import { terminateInstances } from './terminate.ts';

/** @throws UnauthorizedOperation unless the role's policies allow the action */
const requireOfEc2 = (
  iam: Iam,
  roleArn: string,
  action: string,
  resource: string,
  context: RequestContext,
): void => {
  if (!iam.isAllowed(roleArn, action, resource, context)) {
    throw new UnauthorizedOperation(roleArn, action, resource);
  }
};

const instanceArn = (accountId: string, region: string, instanceId: string): string =>
  `arn:aws:ec2:${region}:${accountId}:instance/${instanceId}`;

/** What the functions call of EC2, as the embedded one answers it to a function's role. */
export const ec2Clients = (ec2: Ec2, iam: Iam, functionRoleArn: string) => ({
  readInstancesIn:
    (roleName: string): ReadInstancesIn =>
    async (accountId, region) => {
      const role = assume(iam, functionRoleArn, accountId, roleName);
      const context = new Map([requestedRegion(region)]);
      for (const action of ['ec2:DescribeInstances', 'ec2:DescribeTags'])
        requireOfEc2(iam, role, action, '*', context);
      return ec2.in(accountId, region).reader();
    },

  tagInstances:
    (roleName: string): TagInstances =>
    async (accountId, region, instanceIds, tag) => {
      const role = assume(iam, functionRoleArn, accountId, roleName);
      const there = ec2.in(accountId, region);
      const asked = [
        requestedRegion(region),
        [`aws:requesttag/${tag.key.toLowerCase()}`, [tag.value]],
        ['aws:tagkeys', [tag.key]],
      ] as const;
      for (const instanceId of instanceIds) {
        const arn = instanceArn(accountId, region, instanceId);
        for (const context of resourceTagContexts(there.tagsOf(instanceId))) {
          requireOfEc2(iam, role, 'ec2:CreateTags', arn, new Map([...context, ...asked]));
        }
      }
      const unknown = instanceIds.filter((instanceId) => !there.describe(instanceId, Date.now()));
      if (unknown.length > 0) throw new InstanceNotFound(unknown);
      there.createTags(instanceIds, [tag]);
    },

  terminateInstances:
    (roleName: string): TerminateInstances =>
    async (accountId, region, instanceIds) => {
      const role = assume(iam, functionRoleArn, accountId, roleName);
      const there = ec2.in(accountId, region);
      const isAllowed = (instanceId: string): boolean => {
        const arn = instanceArn(accountId, region, instanceId);
        return resourceTagContexts(there.tagsOf(instanceId)).every((context) =>
          iam.isAllowed(role, 'ec2:TerminateInstances', arn, new Map([...context, requestedRegion(region)])),
        );
      };
      return terminateInstances(there, instanceIds, isAllowed);
    },
});
