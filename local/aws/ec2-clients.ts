import type { ReadAccountIn } from '../../lambdas/aws/read-account.ts';
import type { ReadInstancesIn } from '../../lambdas/aws/read-instances.ts';
import type { TagInstances } from '../../lambdas/aws/tag-instances.ts';
import { WriteRefused } from '../../lambdas/domain/grace-period/errors.ts';
import { writePolicy } from '../../lambdas/domain/grace-period/write-policy.ts';
import { InstanceNotFound } from '../errors.ts';
import type { Iam } from '../iam/iam.ts';
import { actClients } from './act-clients.ts';
import type { Ec2 } from './ec2.ts';
import { assumed } from './ec2-role.ts';
import { instanceReader } from './instance-reader.ts';

const READS = ['ec2:DescribeInstances', 'ec2:DescribeTags'];

/** What the functions call of EC2, as the embedded one answers it to a function's role. */
export const ec2Clients = (ec2: Ec2, iam: Iam, functionRoleArn: string) => {
  const role = assumed(ec2, iam, functionRoleArn);
  const readIn =
    (roleName: string): ReadInstancesIn & ReadAccountIn =>
    async (accountId, region) => {
      const { there, require } = role(roleName, accountId, region);
      for (const action of READS) require(action, '*');
      return instanceReader(there, region);
    };
  const readInstancesIn: (roleName: string) => ReadInstancesIn = readIn;
  const readAccountIn: (roleName: string) => ReadAccountIn = readIn;
  return {
    readInstancesIn,
    readAccountIn,

    tagInstances:
      (roleName: string): TagInstances =>
      async (accountId, region, order) => {
        const { instanceIds, tag } = order;
        const policy = writePolicy(accountId, region, order);
        const { there, mayOnInstance } = role(roleName, accountId, region, policy);
        const asked = [
          [`aws:requesttag/${tag.key.toLowerCase()}`, [tag.value]],
          ['aws:tagkeys', [tag.key]],
        ] as const;
        if (!instanceIds.every((instanceId) => mayOnInstance('ec2:CreateTags', instanceId, asked)))
          throw new WriteRefused(instanceIds, { cause: 'ec2:CreateTags' });
        const unknown = instanceIds.filter((instanceId) => !there.describe(instanceId, Date.now()));
        if (unknown.length > 0) throw new InstanceNotFound(unknown);
        there.createTags(instanceIds, [tag]);
      },

    ...actClients(role),
  };
};
