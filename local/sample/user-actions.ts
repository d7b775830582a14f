import type { JsonObject } from '../../infra/json.ts';
import { type Call, eventTimeOf, recordOf } from './call.ts';
import { SAMPLE_CONFIGURATION } from './configuration.ts';
import { iamUser } from './identity.ts';
import { resourceId, userIdOf } from './made-up.ts';

type Where = Pick<Call, 'at' | 'place' | 'caller'>;

/** The record of tags that are written on instances. */
export const tagged = (
  where: Where,
  instanceIds: readonly string[],
  tags: Readonly<Record<string, string>>,
): JsonObject =>
  recordOf({
    ...where,
    eventName: 'CreateTags',
    requestParameters: {
      resourcesSet: { items: instanceIds.map((resourceId) => ({ resourceId })) },
      tagSet: { items: Object.entries(tags).map(([key, value]) => ({ key, value })) },
    },
    responseElements: { _return: true },
  });

/** The record of tags that are removed from instances, by key. */
export const untagged = (where: Where, instanceIds: readonly string[], keys: readonly string[]): JsonObject =>
  recordOf({
    ...where,
    eventName: 'DeleteTags',
    requestParameters: {
      resourcesSet: { items: instanceIds.map((resourceId) => ({ resourceId })) },
      tagSet: { items: keys.map((key) => ({ key })) },
    },
    responseElements: { _return: true },
  });

/** The record of instances that the caller terminates. */
export const terminated = (where: Where, instanceIds: readonly string[]): JsonObject =>
  recordOf({
    ...where,
    eventName: 'TerminateInstances',
    requestParameters: { instancesSet: { items: instanceIds.map((instanceId) => ({ instanceId })) } },
    responseElements: {
      instancesSet: {
        items: instanceIds.map((instanceId) => ({
          instanceId,
          currentState: { code: 32, name: 'shutting-down' },
          previousState: { code: 16, name: 'running' },
        })),
      },
    },
  });

/** The record of a volume that is attached to an instance. */
export const volumeAttached = (where: Where, volumeId: string, instanceId: string): JsonObject =>
  recordOf({
    ...where,
    eventName: 'AttachVolume',
    requestParameters: { volumeId, instanceId, device: '/dev/sdf', deleteOnTermination: false },
    responseElements: {
      volumeId,
      instanceId,
      device: '/dev/sdf',
      status: 'attaching',
      attachTime: Date.parse(eventTimeOf(where.at)),
      deleteOnTermination: false,
    },
  });

/** An Auto Scaling group: the parts of its record that differ from group to group. */
type SampleGroup = Pick<Call, 'at' | 'place' | 'caller'> & {
  readonly name: string;
  readonly size: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether it propagates its tags to its instances. */
  readonly propagates: boolean;
};

/** The record of a CreateAutoScalingGroup. The call returns nothing. */
export const groupCreated = ({ name, size, tags, propagates, ...call }: SampleGroup): JsonObject =>
  recordOf({
    ...call,
    service: 'autoscaling',
    eventName: 'CreateAutoScalingGroup',
    requestParameters: {
      autoScalingGroupName: name,
      minSize: size,
      maxSize: size,
      vPCZoneIdentifier: resourceId('subnet', call.place.accountId),
      launchTemplate: { launchTemplateName: name },
      tags: Object.entries(tags).map(([key, value]) => ({
        key,
        value,
        propagateAtLaunch: propagates,
        resourceId: name,
        resourceType: 'auto-scaling-group',
      })),
    },
    responseElements: null,
  });

/** The record of a resource that somebody creates with a call of its service. */
export const created = (
  call: Pick<Call, 'at' | 'place' | 'caller' | 'requestParameters'> & {
    readonly service: string;
    readonly eventName: string;
    readonly responseElements?: JsonObject;
  },
): JsonObject => recordOf({ responseElements: null, ...call });

/** The record of tags that somebody writes on resources through the tagging API. */
export const taggedByArn = (
  where: Where,
  arns: readonly string[],
  tags: Readonly<Record<string, string>>,
): JsonObject =>
  recordOf({
    ...where,
    service: 'tagging',
    eventName: 'TagResources',
    requestParameters: { resourceARNList: arns, tags },
    responseElements: { failedResourcesMap: {} },
  });

const GATEWAY = SAMPLE_CONFIGURATION.gateway.accountId;

/** The record of a gateway user whom a cluster-admin creates. */
export const userCreated = (at: string, userName: string): JsonObject =>
  recordOf({
    at,
    // IAM's records are always in us-east-1.
    place: { accountId: GATEWAY, region: 'us-east-1' },
    caller: iamUser(GATEWAY, 'cluster-admin@soe.ucsc.edu'),
    service: 'iam',
    eventName: 'CreateUser',
    requestParameters: { userName },
    responseElements: {
      user: {
        path: '/',
        userName,
        userId: userIdOf(GATEWAY, userName),
        arn: `arn:aws:iam::${GATEWAY}:user/${userName}`,
        createDate: eventTimeOf(at),
      },
    },
  });
