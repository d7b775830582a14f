import {
  type AttachmentReads,
  attachmentReader,
  type ReadAttachmentsIn,
  type TagAttachments,
} from '../../lambdas/aws/attachments.ts';
import type { TagInstances } from '../../lambdas/aws/ec2-tags.ts';
import { accountReader, type ReadAccountIn } from '../../lambdas/aws/read-account.ts';
import { instanceReader, type ReadInstancesIn } from '../../lambdas/aws/read-instances.ts';
import { WriteRefused } from '../../lambdas/domain/grace-period/errors.ts';
import { tagSessionPolicy } from '../../lambdas/domain/grace-period/repair.ts';
import { InstanceNotFound } from '../errors.ts';
import type { Iam } from '../iam/iam.ts';
import type { Ec2 } from './ec2.ts';
import { actClients } from './ec2-changes.ts';
import { ec2Reads } from './ec2-reads.ts';
import { askedOf, assumed } from './ec2-role.ts';

const READS = ['ec2:DescribeInstances', 'ec2:DescribeTags'];
const READS_OF_ATTACHED = [...READS, 'ec2:DescribeVolumes', 'ec2:DescribeNetworkInterfaces'];

/** The EC2 clients of the functions: the embedded EC2 answers each call as a function's role may make it. */
export const ec2Clients = (ec2: Ec2, iam: Iam, functionRoleArn: string) => {
  const role = assumed(ec2, iam, functionRoleArn);
  const readsIn = (roleName: string, accountId: string, region: string, actions = READS): AttachmentReads => {
    const { there, require } = role(roleName, accountId, region);
    for (const action of actions) require(action, '*');
    return ec2Reads(there);
  };
  return {
    readInstancesIn:
      (roleName: string): ReadInstancesIn =>
      async (accountId, region) =>
        instanceReader(readsIn(roleName, accountId, region)),

    readAccountIn:
      (roleName: string): ReadAccountIn =>
      async (accountId, region) =>
        accountReader(readsIn(roleName, accountId, region), region),

    tagInstances:
      (roleName: string): TagInstances =>
      async (accountId, region, order) => {
        const { instanceIds, tag } = order;
        const policy = tagSessionPolicy(accountId, region, order);
        const { there, mayOnInstance } = role(roleName, accountId, region, policy);
        if (!instanceIds.every((instanceId) => mayOnInstance('ec2:CreateTags', instanceId, askedOf(tag))))
          throw new WriteRefused(instanceIds, { cause: 'ec2:CreateTags' });
        const unknown = instanceIds.filter((instanceId) => !there.describe(instanceId, Date.now()));
        if (unknown.length > 0) throw new InstanceNotFound(unknown);
        there.createTags(instanceIds, [tag]);
      },

    readAttachmentsIn:
      (roleName: string): ReadAttachmentsIn =>
      async (accountId, region) =>
        attachmentReader(readsIn(roleName, accountId, region, READS_OF_ATTACHED)),

    tagAttachments:
      (roleName: string): TagAttachments =>
      async (accountId, region, resourceIds, tag) => {
        const { there, mayOn } = role(roleName, accountId, region);
        const isAllowed = (id: string): boolean =>
          mayOn('ec2:CreateTags', id.startsWith('vol-') ? 'volume' : 'network-interface', id, askedOf(tag));
        if (!resourceIds.every(isAllowed)) return 'refused';
        if (resourceIds.some((id) => !there.attachments.isKnown(id))) return 'gone';
        there.createTags(resourceIds, [tag]);
        return 'written';
      },

    ...actClients(role),
  };
};
