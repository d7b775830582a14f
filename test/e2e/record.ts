import { randomUUID } from 'node:crypto';
import type { Launched } from './launch.ts';

/** The IAM user who makes every call of these tests, as the records say. */
export const LAUNCHER = 'ada@example.org';

const items = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

/**
 * The record that CloudTrail writes of a launch.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 *
 * @param eventTime of whole seconds, as CloudTrail's are
 */
export const recordOf = (accountId: string, launched: Launched, eventTime: Date) => {
  const { region, count, tags, reservationId, clientToken, answer } = launched;
  const tagSet = Object.keys(tags).length > 0 ? { tagSet: { items: items(tags) } } : {};
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEADA0000001',
      arn: `arn:aws:iam::${accountId}:user/${LAUNCHER}`,
      accountId,
      accessKeyId: 'AKIAEXAMPLEADA000001',
      userName: LAUNCHER,
    },
    eventTime: eventTime.toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 'ec2.amazonaws.com',
    eventName: 'RunInstances',
    awsRegion: region,
    sourceIPAddress: '192.0.2.7',
    userAgent: 'aws-cli/2.31.0',
    requestParameters: {
      instancesSet: {
        items: [{ imageId: answer.Instances?.[0]?.ImageId, minCount: count, maxCount: count }],
      },
      instanceType: 't4g.nano',
      disableApiTermination: false,
      clientToken,
      ...(Object.keys(tags).length > 0
        ? { tagSpecificationSet: { items: [{ resourceType: 'instance', tags: items(tags) }] } }
        : {}),
    },
    responseElements: {
      requestId: answer.$metadata.requestId ?? randomUUID(),
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
          launchTime: eventTime.getTime(),
          placement: { availabilityZone: Placement?.AvailabilityZone, tenancy: 'default' },
          ...tagSet,
        })),
      },
    },
    requestID: answer.$metadata.requestId ?? randomUUID(),
    eventID: randomUUID(),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
  };
};

/** What CloudTrail writes of the same call when EC2 refused it. */
export const failed = <T extends object>(record: T) => ({
  ...record,
  errorCode: 'Client.InstanceLimitExceeded',
  errorMessage: 'You have requested more instances than your current limit allows.',
  responseElements: null,
  eventID: randomUUID(),
});
