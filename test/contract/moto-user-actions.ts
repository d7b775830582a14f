import { randomUUID } from 'node:crypto';
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  CreateLaunchConfigurationCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  AttachVolumeCommand,
  CreateVolumeCommand,
  EC2Client,
  ModifyInstanceAttributeCommand,
  RequestSpotInstancesCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import * as z from 'zod';
import { type Aws, deviceName, type LaunchOrder, type Place } from './aws.ts';
import { rootOf } from './root-of.ts';

type UserAction =
  | 'attachVolume'
  | 'launch'
  | 'protect'
  | 'protectFromStopping'
  | 'requestSpot'
  | 'createUser'
  | 'createGroup';

const IMAGE = 'ami-12c6146b';

const ec2 = ({ accountId, region }: Place) => new EC2Client({ region, credentials: rootOf(accountId) });

const launch = async ({
  place,
  count = 1,
  instanceType = 't3.micro',
  zone = 'a',
  tags,
  volumes = [],
  clientToken = randomUUID(),
}: LaunchOrder) => {
  const { ReservationId = '', Instances = [] } = await ec2(place).send(
    new RunInstancesCommand({
      ImageId: IMAGE,
      MinCount: count,
      MaxCount: count,
      InstanceType: z.literal(['t3.micro', 'm5.large']).parse(instanceType),
      Placement: { AvailabilityZone: `${place.region}${zone}` },
      ClientToken: clientToken,
      BlockDeviceMappings: volumes.map((DeleteOnTermination, index) => ({
        DeviceName: deviceName(index),
        Ebs: { VolumeSize: 1, DeleteOnTermination },
      })),
      ...(tags ? { TagSpecifications: [specification(tags)] } : {}),
    }),
  );
  return {
    reservationId: ReservationId,
    clientToken,
    instanceIds: Instances.map(({ InstanceId = '' }) => InstanceId),
  };
};

const specification = (tags: NonNullable<LaunchOrder['tags']>) => ({
  ResourceType: 'instance' as const,
  Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })),
});

const requestSpot: Aws['requestSpot'] = async (place, Type, InstanceCount = 1) => {
  const { SpotInstanceRequests = [] } = await ec2(place).send(
    new RequestSpotInstancesCommand({
      Type,
      InstanceCount,
      LaunchSpecification: { ImageId: IMAGE, InstanceType: 't3.micro' },
    }),
  );
  return SpotInstanceRequests.map(({ InstanceId = '', SpotInstanceRequestId = '' }) => ({
    instanceId: InstanceId,
    requestId: SpotInstanceRequestId,
  }));
};

const createUser = async (accountId: string, UserName: string): Promise<string> => {
  const iam = new IAMClient({ region: 'us-east-1', credentials: rootOf(accountId) });
  const { User } = await iam.send(new CreateUserCommand({ UserName }));
  return User?.UserId ?? '';
};

const createGroup: Aws['createGroup'] = async ({ accountId, region }, name, tags) => {
  const autoScaling = new AutoScalingClient({ region, credentials: rootOf(accountId) });
  const LaunchConfigurationName = `configuration of ${name}`;
  const launch = { LaunchConfigurationName, ImageId: IMAGE, InstanceType: 't3.micro' };
  await autoScaling.send(new CreateLaunchConfigurationCommand(launch));
  await autoScaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: name,
      LaunchConfigurationName,
      MinSize: 0,
      MaxSize: 0,
      AvailabilityZones: [`${region}a`],
      Tags: tags.map(({ key, value }) => ({
        ResourceId: name,
        ResourceType: 'auto-scaling-group',
        Key: key,
        Value: value,
        PropagateAtLaunch: false,
      })),
    }),
  );
};

const attachVolume: Aws['attachVolume'] = async (place, InstanceId, tags) => {
  const { VolumeId = '' } = await ec2(place).send(
    new CreateVolumeCommand({
      AvailabilityZone: `${place.region}a`,
      Size: 1,
      ...(tags.length > 0 ? { TagSpecifications: [{ ...specification(tags), ResourceType: 'volume' }] } : {}),
    }),
  );
  await ec2(place).send(new AttachVolumeCommand({ VolumeId, InstanceId, Device: '/dev/sdk' }));
  return VolumeId;
};

/** What somebody does in an account of moto, as its root. */
export const motoUserActions: Pick<Aws, UserAction> = {
  launch,
  attachVolume,
  protect: async (place, InstanceId) => {
    const DisableApiTermination = { Value: true };
    await ec2(place).send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination }));
  },
  protectFromStopping: async (place, InstanceId) => {
    await ec2(place).send(
      new ModifyInstanceAttributeCommand({ InstanceId, DisableApiStop: { Value: true } }),
    );
  },
  requestSpot,
  createUser,
  createGroup,
};
