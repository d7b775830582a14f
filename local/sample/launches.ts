import type { JsonObject } from '../../infra/json.ts';
import { type Call, recordOf } from './call.ts';
import { resourceId, uuid } from './made-up.ts';

type Where = Pick<Call, 'at' | 'place' | 'caller'>;

/** A launch: the parts of its record that differ from launch to launch. */
export type SampleLaunch = Where & {
  /** Its unique name. The instances' ids are derived from it. */
  readonly name: string;
  readonly instanceType: string;
  readonly count?: number;
  /** How many instances the record names, since CloudTrail truncates it at 100 KB; all if left out. */
  readonly recorded?: number;
  readonly tags?: Readonly<Record<string, string>>;
  /** Whether it is protected from termination. */
  readonly isProtected?: boolean;
  /** The volumes that the call requests, besides those of the image. */
  readonly volumes?: readonly { readonly deleteOnTermination: boolean }[];
  /** The tags that the call gives to all its volumes. */
  readonly volumeTags?: Readonly<Record<string, string>>;
  /** Its persistent Spot request, if it has one. */
  readonly spotRequest?: string;
};

/** The ids of a launch's instances that its record names. */
export const instanceIdsOf = ({ name, count = 1, recorded = count }: SampleLaunch): string[] =>
  Array.from({ length: recorded }, (_, index) => resourceId('i', `${name} ${index}`));

const tagItems = (tags: SampleLaunch['tags'] = {}) =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

const volumes = (asked: SampleLaunch['volumes']): JsonObject =>
  asked
    ? {
        items: asked.map(({ deleteOnTermination }, index) => ({
          deviceName: index === 0 ? '/dev/sda1' : `/dev/sd${String.fromCharCode(97 + index)}`,
          ebs: { volumeSize: 500, deleteOnTermination, volumeType: 'gp3' },
        })),
      }
    : {};

const specifications = (tags: SampleLaunch['tags'], volumeTags: SampleLaunch['volumeTags']) => [
  ...(tags ? [{ resourceType: 'instance', tags: tagItems(tags) }] : []),
  ...(volumeTags ? [{ resourceType: 'volume', tags: tagItems(volumeTags) }] : []),
];

const request = ({
  name,
  instanceType,
  count = 1,
  tags,
  isProtected = false,
  volumes: asked,
  volumeTags,
  spotRequest,
}: SampleLaunch): JsonObject => ({
  instancesSet: {
    items: [{ imageId: resourceId('ami', 'ubuntu'), minCount: count, maxCount: count, keyName: 'gi' }],
  },
  instanceType,
  blockDeviceMapping: volumes(asked),
  monitoring: { enabled: false },
  disableApiTermination: isProtected,
  disableApiStop: false,
  clientToken: uuid(`token ${name}`),
  ebsOptimized: false,
  ...(spotRequest
    ? {
        instanceMarketOptions: { marketType: 'spot', spotOptions: { spotInstanceType: 'persistent' } },
      }
    : {}),
  ...(tags || volumeTags ? { tagSpecificationSet: { items: specifications(tags, volumeTags) } } : {}),
});

const instance = (launch: SampleLaunch, instanceId: string, index: number): JsonObject => ({
  instanceId,
  imageId: resourceId('ami', 'ubuntu'),
  instanceState: { code: 0, name: 'pending' },
  amiLaunchIndex: index,
  productCodes: {},
  instanceType: launch.instanceType,
  launchTime: Date.parse(`2026-11-03T${launch.at}-08:00`),
  placement: { availabilityZone: `${launch.place.region}${'abc'[index % 3]}`, tenancy: 'default' },
  monitoring: { state: 'disabled' },
  subnetId: resourceId('subnet', launch.place.accountId),
  vpcId: resourceId('vpc', launch.place.accountId),
  operator: { managed: false },
  ...(launch.spotRequest ? { instanceLifecycle: 'spot', spotInstanceRequestId: launch.spotRequest } : {}),
  ...(launch.tags ? { tagSet: { items: tagItems(launch.tags) } } : {}),
});

const callOf = (launch: SampleLaunch) => ({
  at: launch.at,
  place: launch.place,
  caller: launch.caller,
  eventName: 'RunInstances',
  requestParameters: request(launch),
});

/** The record of a RunInstances that succeeded. */
export const launched = (launch: SampleLaunch): JsonObject =>
  recordOf({
    ...callOf(launch),
    responseElements: {
      requestId: uuid(`request ${launch.name}`),
      reservationId: resourceId('r', launch.name),
      ownerId: launch.place.accountId,
      groupSet: {},
      instancesSet: { items: instanceIdsOf(launch).map((id, index) => instance(launch, id, index)) },
    },
  });

/** The record of a RunInstances that EC2 refused. */
export const launchFailed = (
  launch: SampleLaunch,
  error: { readonly errorCode: string; readonly errorMessage: string },
): JsonObject =>
  recordOf({
    ...callOf(launch),
    responseElements: null,
    error,
  });
