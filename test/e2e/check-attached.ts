import assert from 'node:assert/strict';
import {
  AttachNetworkInterfaceCommand,
  AttachVolumeCommand,
  CreateNetworkInterfaceCommand,
  CreateVolumeCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeVolumesCommand,
  EC2Client,
  type Tag,
} from '@aws-sdk/client-ec2';
import { PEOPLE } from './people.ts';
import type { Played } from './play.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

/** The time that the service promises, and a while for a busy machine. */
const IN_TIME_SECONDS = 240;

/** Makes a volume with this tag, or none, and attaches it. Returns its id. */
const attachVolume = async (
  { target }: Stage,
  { story, launched }: Played,
  InstanceId: string,
  Device: string,
  tag?: Tag,
): Promise<string> => {
  const ec2 = new EC2Client(target.client(story.account, story.region));
  const { VolumeId = '' } = await ec2.send(
    new CreateVolumeCommand({
      AvailabilityZone: launched.answer.Instances?.[0]?.Placement?.AvailabilityZone,
      Size: 1,
      ...(tag ? { TagSpecifications: [{ ResourceType: 'volume', Tags: [tag] }] } : {}),
    }),
  );
  await ec2.send(new AttachVolumeCommand({ VolumeId, InstanceId, Device }));
  await target.cloudTrail.attached(launched, 'AttachVolume', {
    volumeId: VolumeId,
    instanceId: InstanceId,
    device: Device,
  });
  return VolumeId;
};

/** Makes a network interface and attaches it. Returns its id. */
const attachInterface = async (
  { target }: Stage,
  { story, launched }: Played,
  InstanceId: string,
): Promise<string> => {
  const ec2 = new EC2Client(target.client(story.account, story.region));
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [InstanceId] }));
  const { NetworkInterface } = await ec2.send(
    new CreateNetworkInterfaceCommand({ SubnetId: Reservations[0]?.Instances?.[0]?.SubnetId }),
  );
  const { NetworkInterfaceId = '' } = NetworkInterface ?? {};
  const call = { NetworkInterfaceId, InstanceId, DeviceIndex: 1 };
  await ec2.send(new AttachNetworkInterfaceCommand(call));
  await target.cloudTrail.attached(launched, 'AttachNetworkInterface', {
    networkInterfaceId: NetworkInterfaceId,
    instanceId: InstanceId,
    deviceIndex: 1,
  });
  return NetworkInterfaceId;
};

/** The tags of everything that is attached to an instance, by its id. */
const tagsOfAttached = async (
  { target }: Stage,
  { story: { account, region } }: Played,
  instanceIds: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> => {
  const ec2 = new EC2Client(target.client(account, region));
  const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({}));
  const { NetworkInterfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand({}));
  const found = [
    ...Volumes.map(({ VolumeId, Attachments = [], Tags = [] }) => ({
      id: VolumeId,
      to: Attachments[0]?.InstanceId,
      tags: Tags,
    })),
    ...NetworkInterfaces.map(({ NetworkInterfaceId, Attachment, TagSet = [] }) => ({
      id: NetworkInterfaceId,
      to: Attachment?.InstanceId,
      tags: TagSet,
    })),
  ];
  return new Map(
    found.flatMap(({ id, to, tags }) =>
      id && to && instanceIds.includes(to)
        ? [[id, Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]))] as const]
        : [],
    ),
  );
};

/** Checks that what is attached to a launch that was tagged in the call gets its Owner, and that nothing is overwritten. */
export const checkAttached = async (stage: Stage): Promise<void> => {
  const { report, target, played } = stage;
  const leader = played.find(({ story }) => !story.execution && story.owned === story.count);
  assert.ok(leader);
  const { story, launched } = leader;
  const [first = ''] = launched.instanceIds;
  const owner = PEOPLE[story.owner];
  const others = new Map<string, Readonly<Record<string, string>>>();
  // In a sandbox nobody would delete them afterwards.
  if (target.cloudTrail.isPlayed) {
    const bobs = await attachVolume(stage, leader, first, '/dev/sdf', { Key: 'Owner', Value: PEOPLE.bob });
    others.set(bobs, { Owner: PEOPLE.bob });
    const near = await attachVolume(stage, leader, first, '/dev/sdg', { Key: 'owner', Value: PEOPLE.bob });
    others.set(near, { owner: PEOPLE.bob });
    await attachVolume(stage, leader, first, '/dev/sdh');
    await attachInterface(stage, leader, first);
  }
  await report.check(`volumes and interfaces of its instances get the Owner ${story.owner}`, async () => {
    await until('their Owner', target.cloudTrail.delaySeconds + IN_TIME_SECONDS, async () => {
      const attached = [...(await tagsOfAttached(stage, leader, launched.instanceIds))];
      const ours = attached.filter(([id]) => !others.has(id));
      const isEnough = ours.length >= launched.instanceIds.length + (others.size > 0 ? 2 : 0);
      return isEnough && ours.every(([, tags]) => tags.Owner === owner);
    });
  });
  await report.check('one that had another Owner, or one in another case, keeps it', async () => {
    const attached = await tagsOfAttached(stage, leader, launched.instanceIds);
    for (const [id, tags] of others) assert.deepEqual(attached.get(id), tags);
  });
};
