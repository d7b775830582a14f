import type { Launched } from './launch.ts';
import { recordOf } from './record.ts';

const items = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

/** The record of a launch. */
export const launchRecord = (accountId: string, launched: Launched, at: Date) => {
  const { region, count, tags, reservationId, clientToken, answer, userIdentity } = launched;
  const isTagged = Object.keys(tags).length > 0;
  const tagSet = isTagged ? { tagSet: { items: items(tags) } } : {};
  return recordOf({
    service: 'ec2',
    eventName: 'RunInstances',
    accountId,
    region,
    at,
    userIdentity,
    requestId: answer.$metadata.requestId,
    requestParameters: {
      instancesSet: {
        items: [{ imageId: answer.Instances?.[0]?.ImageId, minCount: count, maxCount: count }],
      },
      instanceType: 't4g.nano',
      disableApiTermination: false,
      clientToken,
      ...(isTagged
        ? { tagSpecificationSet: { items: [{ resourceType: 'instance', tags: items(tags) }] } }
        : {}),
    },
    responseElements: {
      requestId: answer.$metadata.requestId,
      reservationId,
      ownerId: accountId,
      groupSet: {},
      instancesSet: {
        items: (answer.Instances ?? []).map(({ InstanceId, ImageId, InstanceType, Placement }, index) => ({
          instanceId: InstanceId,
          imageId: ImageId,
          instanceState: { code: 0, name: 'pending' },
          amiLaunchIndex: index,
          instanceType: InstanceType,
          launchTime: at.getTime(),
          placement: { availabilityZone: Placement?.AvailabilityZone, tenancy: 'default' },
          ...tagSet,
        })),
      },
    },
  });
};
