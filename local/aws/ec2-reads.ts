import type { Filter } from '@aws-sdk/client-ec2';
import type { AttachmentReads } from '../../lambdas/aws/attachments.ts';
import type { Ec2Instance } from '../../lambdas/aws/ec2.ts';
import type { PropagatedType } from '../../lambdas/domain/propagation/attachment.ts';
import type { LaunchKey } from '../../lambdas/domain/record/launch.ts';
import { TemplateNotUnderstood } from '../errors.ts';
import type { Ec2Region } from './ec2-region.ts';

const LAUNCH_FILTERS: readonly LaunchKey['filter'][] = ['reservation-id', 'client-token', 'instance-id'];

/** The ids that a filter finds. A filter by state finds only instances that have not ended. */
const idsOf = (there: Ec2Region, [filter, ...others]: readonly Filter[] = []): readonly string[] => {
  const { Name = '', Values = [] } = filter ?? {};
  const name = LAUNCH_FILTERS.find((one) => one === Name);
  if (others.length === 0 && name) return there.filtered(name, Values);
  if (others.length === 0 && Name === 'instance-state-name') {
    const now = Date.now();
    return there.alive().filter((id) => Values.includes(there.describe(id, now)?.state ?? ''));
  }
  if (others.length === 0 && Name === 'spot-instance-request-id') {
    return there.all().filter((id) => Values.includes(there.spotRequestOf(id) ?? ''));
  }
  if (others.length === 0 && Name.startsWith('tag:')) {
    const hasTag = (id: string) =>
      there.tagsOf(id).some(({ key, value }) => `tag:${key}` === Name && Values.includes(value));
    return there.all().filter(hasTag);
  }
  throw new TemplateNotUnderstood('lambdas/aws', `the filters of DescribeInstances that begin with ${Name}`);
};

const resourcesOf = (there: Ec2Region, [filter, ...others]: readonly Filter[] = []): readonly string[] => {
  const { Name = '', Values = [] } = filter ?? {};
  if (others.length > 0 || Name !== 'resource-id') {
    throw new TemplateNotUnderstood('lambdas/aws', `the filters of DescribeTags that begin with ${Name}`);
  }
  // Volumes, fleets and Spot requests have tags too. Their ids have no wildcards.
  return Values.flatMap((value) =>
    value.startsWith('i-') ? there.filtered('instance-id', [value]) : [value],
  );
};

const volume = (VolumeId: string, DeleteOnTermination: boolean) => ({
  Ebs: { VolumeId, DeleteOnTermination },
});

/** An instance as DescribeInstances returns it; empty if EC2 no longer shows it. */
const described = (there: Ec2Region, instanceId: string): Ec2Instance[] => {
  const instance = there.describe(instanceId, Date.now());
  if (!instance) return [];
  const { createdAt, volumes } = instance;
  const startedAt = there.startedAt(instanceId);
  return [
    {
      InstanceId: instanceId,
      State: { Name: instance.state },
      InstanceType: instance.instanceType,
      ImageId: instance.imageId,
      ...(startedAt === null ? {} : { LaunchTime: new Date(startedAt) }),
      // The primary network interface is attached at creation and is never detached.
      ...(createdAt === null
        ? {}
        : { NetworkInterfaces: [{ Attachment: { AttachTime: new Date(createdAt) } }] }),
      ...(instance.keyName === null ? {} : { KeyName: instance.keyName }),
      Placement: { AvailabilityZone: instance.availabilityZone },
      ...(instance.isSpot ? { InstanceLifecycle: 'spot' } : {}),
      SpotInstanceRequestId: there.spotRequestOf(instanceId) ?? undefined,
      Operator: { Managed: instance.managedByAws },
      Tags: instance.tags.map(({ key, value }) => ({ Key: key, Value: value })),
      BlockDeviceMappings: [
        ...volumes.deleted.map((id) => volume(id, true)),
        ...volumes.kept.map((id) => volume(id, false)),
      ],
      ClientToken: there.launchOf(instanceId)?.clientToken ?? undefined,
    },
  ];
};

const attached = (there: Ec2Region, type: PropagatedType, [filter, ...others]: readonly Filter[] = []) => {
  const { Name = '', Values = [] } = filter ?? {};
  if (others.length > 0 || Name !== 'attachment.instance-id') {
    throw new TemplateNotUnderstood('lambdas/aws', `the filters of ${type} that begin with ${Name}`);
  }
  const toInstances = there.filtered('instance-id', Values);
  return there.attachments.of(type, toInstances).map((id) => ({
    id,
    instanceIds: there.attachments.instancesOf(id),
    isManaged: there.attachments.isManaged(id),
    tags: there.tagsOf(id).map(({ key, value }) => ({ Key: key, Value: value })),
  }));
};

/** The EC2 calls that the readers in lambdas/aws make. Each answer is one page. */
export const ec2Reads = (there: Ec2Region): AttachmentReads => ({
  describeVolumes: async ({ Filters }) => ({
    Volumes: attached(there, 'volume', Filters).map(({ id, instanceIds, isManaged, tags }) => ({
      VolumeId: id,
      Attachments: instanceIds.map((InstanceId) => ({ InstanceId, State: 'attached' })),
      Operator: { Managed: isManaged },
      Tags: tags,
    })),
  }),
  describeNetworkInterfaces: async ({ Filters }) => ({
    NetworkInterfaces: attached(there, 'network-interface', Filters).map(
      ({ id, instanceIds: [InstanceId], isManaged, tags }) => ({
        NetworkInterfaceId: id,
        Attachment: { InstanceId, Status: 'attached' },
        RequesterManaged: isManaged,
        TagSet: tags,
      }),
    ),
  }),
  describeInstances: async ({ Filters }) => {
    const reservations = Map.groupBy(idsOf(there, Filters), (id) => there.launchOf(id)?.reservationId ?? '');
    return {
      Reservations: [...reservations].map(([ReservationId, ids]) => ({
        ReservationId,
        Instances: ids.flatMap((id) => described(there, id)),
      })),
    };
  },
  describeTags: async ({ Filters }) => ({
    Tags: resourcesOf(there, Filters).flatMap((ResourceId) =>
      there.tagsOf(ResourceId).map(({ key, value }) => ({ ResourceId, Key: key, Value: value })),
    ),
  }),
});
