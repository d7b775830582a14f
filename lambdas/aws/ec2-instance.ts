import type { Instance, Tag } from '../domain/instances.ts';
import { iso } from '../domain/instant.ts';
import type { Ec2Instance } from './ec2.ts';

/** Converts a tag to the domain's type. */
export const toTag = ({
  Key = '',
  Value = '',
}: {
  Key?: string | undefined;
  Value?: string | undefined;
}): Tag => ({
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
 * EC2's LaunchTime is the last start. The earliest attachment of a volume or network interface is, as a rule, the
 * time of creation: nothing can be attached before it.
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

/** Converts an instance to the domain's type; empty if EC2 gives no id. */
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
          keyName: instance.KeyName ?? null,
          isSpot: instance.InstanceLifecycle === 'spot',
          ...(instance.SpotInstanceRequestId ? { spotRequestId: instance.SpotInstanceRequestId } : {}),
          managedByAws: instance.Operator?.Managed ?? false,
          tags: (instance.Tags ?? []).map(toTag),
          volumes: toVolumes(instance),
        },
      ];
