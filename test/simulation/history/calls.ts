import type { JsonObject } from '../../../infra/json.ts';
import { type Call, recordOf } from '../../../local/sample/call.ts';
import { iamUser } from '../../../local/sample/identity.ts';
import { userIdOf } from '../../../local/sample/made-up.ts';
import { GATEWAY } from '../settings.ts';

type Where = Pick<Call, 'at' | 'place' | 'caller'>;

const resources = (instanceIds: readonly string[]) => ({
  items: instanceIds.map((resourceId) => ({ resourceId })),
});

/** The record of DeleteTags: a tag is removed from instances, whatever its value. */
export const untagged = (where: Where, instanceIds: readonly string[], key: string): JsonObject =>
  recordOf({
    ...where,
    eventName: 'DeleteTags',
    requestParameters: { resourcesSet: resources(instanceIds), tagSet: { items: [{ key }] } },
    responseElements: { _return: true },
  });

/** The record of StopInstances or StartInstances. */
export const switched = (
  where: Where,
  instanceIds: readonly string[],
  eventName: 'StopInstances' | 'StartInstances',
  isHibernated = false,
): JsonObject =>
  recordOf({
    ...where,
    eventName,
    requestParameters: {
      instancesSet: { items: instanceIds.map((instanceId) => ({ instanceId })) },
      ...(isHibernated ? { hibernate: true } : {}),
    },
    responseElements: { instancesSet: { items: instanceIds.map((instanceId) => ({ instanceId })) } },
  });

/** The record of a volume that somebody makes. */
export const volumeMade = (
  where: Where,
  volumeId: string,
  tags: Readonly<Record<string, string>>,
): JsonObject =>
  recordOf({
    ...where,
    eventName: 'CreateVolume',
    requestParameters: {
      size: '500',
      tagSpecificationSet: {
        items: [
          { resourceType: 'volume', tags: Object.entries(tags).map(([key, value]) => ({ key, value })) },
        ],
      },
    },
    responseElements: { volumeId, status: 'creating' },
  });

/** The record of a call that protects an instance from termination. */
export const guarded = (where: Where, instanceId: string): JsonObject =>
  recordOf({
    ...where,
    eventName: 'ModifyInstanceAttribute',
    requestParameters: { instanceId, disableApiTermination: { value: true } },
    responseElements: { _return: true },
  });

/** The record of a cluster-admin's IAM call in the gateway, at a time of day. IAM's records are always in us-east-1. */
const called = (
  at: string,
  eventName: string,
  requestParameters: JsonObject,
  responseElements: JsonObject | null = null,
): JsonObject =>
  recordOf({
    at,
    place: { accountId: GATEWAY, region: 'us-east-1' },
    caller: iamUser(GATEWAY, 'cluster-admin@soe.ucsc.edu'),
    service: 'iam',
    eventName,
    requestParameters,
    responseElements,
  });

export const userRenamed = (at: string, userName: string, newUserName: string): JsonObject =>
  called(at, 'UpdateUser', { userName, newUserName });

export const userDeleted = (at: string, userName: string): JsonObject =>
  called(at, 'DeleteUser', { userName });

/** The user id depends on the time: a new user with an old name is another user. */
export const userMade = (at: string, userName: string): JsonObject =>
  called(
    at,
    'CreateUser',
    { userName },
    { user: { userName, userId: userIdOf(GATEWAY, `${userName} of ${at}`) } },
  );
