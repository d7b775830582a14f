import {
  DescribeNetworkInterfacesCommand,
  type DescribeNetworkInterfacesCommandInput,
  type DescribeNetworkInterfacesResult,
  DescribeVolumesCommand,
  type DescribeVolumesCommandInput,
  type DescribeVolumesResult,
  type NetworkInterface,
  type Volume,
} from '@aws-sdk/client-ec2';
import { chunksOf, type Tag } from '../domain/instances.ts';
import type { Attachment, PropagatedType } from '../domain/propagation/attachment.ts';
import type { LookRequest } from '../domain/propagation/look.ts';
import { createTag, type Ec2In, type Ec2Reads, filterOf, readsOf, type TagResult } from './ec2.ts';
import { toTag } from './ec2-instance.ts';
import { FILTER_VALUES, type InstanceReader, instanceReader } from './read-instances.ts';
import { sendMessage } from './send-message.ts';

/** Reads instances of one account and Region, and what is attached to them. */
export type AttachmentReader = Pick<InstanceReader, 'find' | 'tags'> & {
  /** The volumes and interfaces of these types that are attached to the instances, with their tags. */
  attached(instanceIds: readonly string[], types: readonly PropagatedType[]): Promise<Attachment[]>;
};

/** Opens a reader. Assumes the account's propagate role. */
export type ReadAttachmentsIn = (accountId: string, region: string) => Promise<AttachmentReader>;

/** The read calls of EC2 that this needs. */
export type AttachmentReads = Ec2Reads & {
  describeVolumes(input: DescribeVolumesCommandInput): Promise<DescribeVolumesResult>;
  describeNetworkInterfaces(
    input: DescribeNetworkInterfacesCommandInput,
  ): Promise<DescribeNetworkInterfacesResult>;
};

/** What is being detached is attached no more. */
const isAttached = (state: string | undefined): boolean => state !== 'detaching' && state !== 'detached';

const fromVolume = ({ VolumeId, Attachments = [], Operator, Tags = [] }: Volume): Attachment[] =>
  VolumeId === undefined
    ? []
    : [
        {
          resourceId: VolumeId,
          type: 'volume',
          instanceIds: Attachments.flatMap(({ InstanceId, State }) =>
            InstanceId && isAttached(State) ? [InstanceId] : [],
          ),
          managedByAws: Operator?.Managed ?? false,
          tags: Tags.map(toTag),
        },
      ];

const fromInterface = (found: NetworkInterface): Attachment[] => {
  const { NetworkInterfaceId, Attachment: to, Operator, RequesterManaged, TagSet = [] } = found;
  if (NetworkInterfaceId === undefined) return [];
  return [
    {
      resourceId: NetworkInterfaceId,
      type: 'network-interface',
      instanceIds: to?.InstanceId && isAttached(to.Status) ? [to.InstanceId] : [],
      managedByAws: (Operator?.Managed ?? false) || (RequesterManaged ?? false),
      tags: TagSet.map(toTag),
    },
  ];
};

type Page = { readonly attachments: readonly Attachment[]; readonly next: string | undefined };

/** How each type is read: one page of those that are attached to instances. Both calls take the same filter. */
const readPage = async (
  ec2: AttachmentReads,
  type: PropagatedType,
  asked: DescribeVolumesCommandInput & DescribeNetworkInterfacesCommandInput,
): Promise<Page> => {
  switch (type) {
    case 'volume': {
      const { Volumes = [], NextToken } = await ec2.describeVolumes(asked);
      return { attachments: Volumes.flatMap(fromVolume), next: NextToken };
    }
    case 'network-interface': {
      const { NetworkInterfaces = [], NextToken } = await ec2.describeNetworkInterfaces(asked);
      return { attachments: NetworkInterfaces.flatMap(fromInterface), next: NextToken };
    }
    default:
      return type satisfies never;
  }
};

const attachedTo = async (
  ec2: AttachmentReads,
  instanceIds: readonly string[],
  types: readonly PropagatedType[],
): Promise<Attachment[]> => {
  const found: Attachment[] = [];
  const isAsked = new Set(instanceIds);
  for (const type of types) {
    for (const some of chunksOf(instanceIds, FILTER_VALUES)) {
      const Filters = [filterOf('attachment.instance-id', some)];
      let NextToken: string | undefined;
      do {
        const page = await readPage(ec2, type, {
          Filters,
          MaxResults: 1000,
          IncludeManagedResources: true,
          ...(NextToken ? { NextToken } : {}),
        });
        found.push(...page.attachments.filter((one) => one.instanceIds.some((id) => isAsked.has(id))));
        NextToken = page.next;
      } while (NextToken);
    }
  }
  return found;
};

export const attachmentReader = (ec2: AttachmentReads): AttachmentReader => {
  const { find, tags } = instanceReader(ec2);
  return { find, tags, attached: (instanceIds, types) => attachedTo(ec2, instanceIds, types) };
};

export const readAttachmentsIn =
  (ec2In: Ec2In): ReadAttachmentsIn =>
  async (accountId, region) => {
    const ec2 = await ec2In(accountId, region);
    return attachmentReader({
      ...readsOf(ec2),
      describeVolumes: (input) => ec2.send(new DescribeVolumesCommand(input)),
      describeNetworkInterfaces: (input) => ec2.send(new DescribeNetworkInterfacesCommand(input)),
    });
  };

/** Queues a request to look at what is attached to some instances. */
export type RequestLook = (request: LookRequest) => Promise<void>;

export const requestLook = (queueUrl: string): RequestLook => sendMessage(queueUrl);

/** Writes a tag on volumes and interfaces of one account and Region. Assumes the account's propagate role. */
export type TagAttachments = (
  accountId: string,
  region: string,
  resourceIds: readonly string[],
  tag: Tag,
) => Promise<TagResult>;

export const tagAttachments =
  (ec2In: Ec2In): TagAttachments =>
  async (accountId, region, resourceIds, tag) =>
    createTag(await ec2In(accountId, region), resourceIds, tag);
