import { randomBytes, randomUUID } from 'node:crypto';
import type { Tag } from '../../lambdas/domain/instances.ts';
import { deviceName, type Launched, type LaunchOrder, type Place, type Spot } from './aws.ts';

/** An id as AWS gives one. */
export const newId = (prefix: string): string => `${prefix}-${randomBytes(9).toString('hex').slice(0, 17)}`;

/** All calls were this long ago, so that the instances are no longer pending and can be stopped. */
const AGO_MS = 60_000;

/** The record that CloudTrail writes of a call, with only the fields that identify the call. */
const recordOf = ({ accountId, region }: Place, eventName: string, call: object, service = 'ec2') => ({
  eventTime: new Date(Date.now() - AGO_MS).toISOString(),
  eventSource: `${service}.amazonaws.com`,
  eventName,
  awsRegion: region,
  recipientAccountId: accountId,
  eventID: randomUUID(),
  ...call,
});

export const launchRecord = (order: LaunchOrder, { reservationId, clientToken, instanceIds }: Launched) => {
  const { place, count = 1, instanceType = 't3.micro', zone = 'a', tags = [], volumes = [] } = order;
  const availabilityZone = `${place.region}${zone}`;
  return recordOf(place, 'RunInstances', {
    requestParameters: {
      instancesSet: { items: [{ minCount: count, maxCount: count }] },
      instanceType,
      availabilityZone,
      clientToken,
      blockDeviceMapping: {
        items: volumes.map((deleteOnTermination, index) => ({
          deviceName: deviceName(index),
          ebs: { deleteOnTermination },
        })),
      },
      tagSpecificationSet: { items: [{ resourceType: 'instance', tags }] },
    },
    responseElements: {
      reservationId,
      instancesSet: {
        items: instanceIds.map((instanceId) => ({
          instanceId,
          imageId: 'ami-0abcdef1234567890',
          instanceType,
          placement: { availabilityZone },
          // AWS makes one for each instance.
          networkInterfaceSet: { items: [{ networkInterfaceId: newId('eni'), requesterManaged: false }] },
          tagSet: { items: tags },
        })),
      },
    },
  });
};

/** The records of a volume that is made with these tags and attached to an instance. */
export const attachedVolumeRecords = (
  place: Place,
  volumeId: string,
  instanceId: string,
  tags: readonly Tag[],
) => [
  recordOf(place, 'CreateVolume', {
    requestParameters: { tagSpecificationSet: { items: [{ resourceType: 'volume', tags }] } },
    responseElements: { volumeId },
  }),
  recordOf(place, 'AttachVolume', {
    requestParameters: { volumeId, instanceId, device: '/dev/sdk' },
    responseElements: { volumeId, instanceId, status: 'attaching' },
  }),
];

export const protectionRecord = (
  place: Place,
  instanceId: string,
  attribute: 'disableApiTermination' | 'disableApiStop',
) =>
  recordOf(place, 'ModifyInstanceAttribute', {
    requestParameters: { instanceId, [attribute]: { value: true } },
    responseElements: { _return: true },
  });

/** The records of a Spot request and of the launch that fulfils it. */
export const spotRecords = (place: Place, type: string, { instanceId, requestId }: Spot) => [
  recordOf(place, 'RequestSpotInstances', {
    requestParameters: { type },
    responseElements: { spotInstanceRequestSet: { items: [{ spotInstanceRequestId: requestId }] } },
  }),
  recordOf(place, 'RunInstances', {
    requestParameters: { instancesSet: { items: [{ minCount: 1, maxCount: 1 }] } },
    responseElements: {
      reservationId: newId('r'),
      instancesSet: {
        items: [{ instanceId, instanceLifecycle: 'spot', spotInstanceRequestId: requestId }],
      },
    },
  }),
];

export const userRecord = (accountId: string, userName: string, userId: string) => {
  const responseElements = { user: { userName, userId } };
  return recordOf({ accountId, region: 'us-east-1' }, 'CreateUser', { responseElements }, 'iam');
};

export const groupRecord = (place: Place, autoScalingGroupName: string, tags: readonly Tag[]) => {
  const requestParameters = { autoScalingGroupName, tags };
  return recordOf(place, 'CreateAutoScalingGroup', { requestParameters }, 'autoscaling');
};
