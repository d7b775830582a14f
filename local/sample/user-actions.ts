import type { JsonObject } from '../../infra/json.ts';
import { type Call, eventTimeOf, recordOf } from './call.ts';
import { SAMPLE_CONFIGURATION } from './configuration.ts';
import { iamUser } from './identity.ts';
import { resourceId, userIdOf } from './made-up.ts';

type Where = Pick<Call, 'at' | 'place' | 'caller'>;

/** Tags written on instances. */
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

/** Tags taken away from instances, by key. */
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

/** Instances ended by whoever calls. */
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

/** An Auto Scaling group, by what distinguishes it. */
export type SampleGroup = Pick<Call, 'at' | 'place' | 'caller'> & {
  readonly name: string;
  readonly size: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether its instances get its tags. */
  readonly propagates: boolean;
};

/** A CreateAutoScalingGroup: it answers nothing. */
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

const GATEWAY = SAMPLE_CONFIGURATION.gateway.accountId;

/** A user of the gateway, created by a cluster-admin. */
export const userCreated = (at: string, userName: string): JsonObject =>
  recordOf({
    at,
    // IAM's records are there, wherever it is called from.
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
