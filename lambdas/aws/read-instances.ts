import {
  DescribeInstancesCommand,
  DescribeTagsCommand,
  type EC2Client,
  type Instance as Ec2Instance,
} from '@aws-sdk/client-ec2';
import { iso } from '../domain/instant.ts';
import { type LaunchKey, valuesOf } from '../domain/record/launch.ts';
import type { Tag } from '../domain/record/tag.ts';
import type { Instance } from '../domain/verdict/instance.ts';
import type { Ec2In } from './ec2-client.ts';

/** Reads instances of one account and Region. */
export type InstanceReader = {
  /** Every instance of a launch, terminated ones too while EC2 shows them (about an hour). */
  find(key: LaunchKey): Promise<Instance[]>;
  /** One instance; null where EC2 shows none of that id here. */
  instance(instanceId: string): Promise<Instance | null>;
  /** Tags by instance, from DescribeTags: DescribeInstances has been seen to omit tags just after a launch. */
  tags(instanceIds: readonly string[]): Promise<ReadonlyMap<string, readonly Tag[]>>;
};

/** Opens a reader; the account's read role is assumed. */
export type ReadInstancesIn = (accountId: string, region: string) => Promise<InstanceReader>;

/** Values that one filter of a Describe call takes. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html */
const FILTER_VALUES = 200;

const toTag = ({ Key = '', Value = '' }: { Key?: string | undefined; Value?: string | undefined }): Tag => ({
  key: Key,
  value: Value,
});

const toVolumes = ({ BlockDeviceMappings = [] }: Ec2Instance): Instance['volumes'] => {
  const idsOf = (isDeleted: boolean): string[] =>
    BlockDeviceMappings.flatMap(({ Ebs }) =>
      Ebs?.VolumeId && (Ebs.DeleteOnTermination ?? false) === isDeleted ? [Ebs.VolumeId] : [],
    );
  return { deleted: idsOf(true), kept: idsOf(false) };
};

/**
 * EC2's LaunchTime is the last start. Nothing is attached before there is an instance: what was attached first was, as a
 * rule, at its creation.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html
 */
const createdAt = ({ LaunchTime, BlockDeviceMappings = [], NetworkInterfaces = [] }: Ec2Instance) => {
  const times = [
    LaunchTime,
    ...BlockDeviceMappings.map(({ Ebs }) => Ebs?.AttachTime),
    ...NetworkInterfaces.map(({ Attachment }) => Attachment?.AttachTime),
  ].flatMap((time) => time?.getTime() ?? []);
  return times.length === 0 ? null : iso(Math.min(...times));
};

/** An instance in the words of the domain; none if EC2 gives it no id. */
export const toInstance = (instance: Ec2Instance): Instance[] =>
  instance.InstanceId === undefined
    ? []
    : [
        {
          instanceId: instance.InstanceId,
          state: instance.State?.Name ?? 'pending',
          instanceType: instance.InstanceType ?? 'unknown type',
          imageId: instance.ImageId ?? '',
          createdAt: createdAt(instance),
          availabilityZone: instance.Placement?.AvailabilityZone ?? '',
          isSpot: instance.InstanceLifecycle === 'spot',
          managedByAws: instance.Operator?.Managed ?? false,
          tags: (instance.Tags ?? []).map(toTag),
          volumes: toVolumes(instance),
        },
      ];

/** A filter that nothing matches is answered with nothing; an id that is not known would be an error. */
const find = async (ec2: EC2Client, key: LaunchKey): Promise<Instance[]> => {
  const instances: Instance[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ec2.send(
      new DescribeInstancesCommand({
        Filters: [{ Name: key.filter, Values: valuesOf(key) }],
        MaxResults: 1000,
        // An account may hide what AWS manages: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
        IncludeManagedResources: true,
        ...(NextToken ? { NextToken } : {}),
      }),
    );
    instances.push(
      ...(page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances.flatMap(toInstance)),
    );
    NextToken = page.NextToken;
  } while (NextToken);
  return instances;
};

/** Tags by instance, from DescribeTags. */
export const tagsOf = async (ec2: EC2Client, instanceIds: readonly string[]): Promise<Map<string, Tag[]>> => {
  const found = new Map<string, Tag[]>();
  for (let start = 0; start < instanceIds.length; start += FILTER_VALUES) {
    const Filters = [{ Name: 'resource-id', Values: instanceIds.slice(start, start + FILTER_VALUES) }];
    let NextToken: string | undefined;
    do {
      const page = await ec2.send(new DescribeTagsCommand({ Filters, ...(NextToken ? { NextToken } : {}) }));
      for (const { ResourceId = '', ...tag } of page.Tags ?? []) {
        found.set(ResourceId, [...(found.get(ResourceId) ?? []), toTag(tag)]);
      }
      NextToken = page.NextToken;
    } while (NextToken);
  }
  return found;
};

export const readInstancesIn =
  (ec2In: Ec2In): ReadInstancesIn =>
  async (accountId, region) => {
    const ec2 = await ec2In(accountId, region);
    return {
      find: (key) => find(ec2, key),
      instance: async (instanceId) =>
        (await find(ec2, { filter: 'instance-id', value: instanceId }))[0] ?? null,
      tags: (instanceIds) => tagsOf(ec2, instanceIds),
    };
  };
