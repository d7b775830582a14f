import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Tag } from '../../lambdas/domain/instances.ts';
import { readInstant } from '../../lambdas/domain/instant.ts';
import type { NewInstance, NewReservation } from './instance-state.ts';

const text = z.string().nullish().catch(null);
const placement = z.object({ availabilityZone: text }).nullish().catch(null);

/** Some records write a value as `{"value": …}`. */
const flag = z
  .union([z.boolean(), z.object({ value: z.boolean() }).transform(({ value }) => value)])
  .catch(false);

const ebs = z.object({ volumeId: text, deleteOnTermination: z.boolean().nullish().catch(null) });
const mappings = z
  .object({ items: z.array(z.object({ deviceName: text, ebs: ebs.nullish().catch(null) })) })
  .nullish()
  .catch(null);

const interfaces = z
  .object({
    items: z.array(
      z.object({ networkInterfaceId: text, requesterManaged: z.boolean().nullish().catch(null) }),
    ),
  })
  .nullish()
  .catch(null);

const Launched = z.object({
  instanceId: z.string().min(1),
  instanceType: text,
  imageId: text,
  keyName: text,
  instanceLifecycle: text,
  spotInstanceRequestId: text,
  placement,
  blockDeviceMapping: mappings,
  networkInterfaceSet: interfaces,
  operator: z.object({ managed: z.boolean() }).nullish().catch(null),
  tagSet: z
    .object({ items: z.array(Tag) })
    .nullish()
    .catch(null),
});

const items = <T extends z.core.$ZodType>(schema: T) =>
  z
    .object({ items: z.array(schema) })
    .nullish()
    .catch(null);

const RunInstances = z.object({
  eventID: text,
  eventTime: text,
  requestParameters: z
    .object({
      clientToken: text,
      instanceType: text,
      availabilityZone: text,
      disableApiTermination: flag,
      disableApiStop: flag,
      blockDeviceMapping: mappings,
      networkInterfaceSet: interfaces,
      instancesSet: items(
        z.object({ imageId: text, keyName: text, minCount: z.number().nullish().catch(null) }),
      ),
      tagSpecificationSet: items(z.object({ resourceType: text, tags: z.array(Tag).catch([]) })),
    })
    .nullish()
    .catch(null),
  responseElements: z
    .object({ reservationId: text, instancesSet: items(Launched) })
    .nullish()
    .catch(null),
});

/** More than any account's quota allows in one call. The limit keeps a mistyped number from filling the memory. */
const MAX_INSTANCES = 10_000;

/** An id for a resource that a record does not name. It is the same each time the record is read. */
const madeUpId = (prefix: 'i' | 'r' | 'vol', of: string): string =>
  `${prefix}-${createHash('sha256').update(of).digest('hex').slice(0, 17)}`;

/** An instance's volumes. If a record only requests them and does not name them, their ids are made up. */
const volumesOf = (
  instanceId: string,
  named: z.infer<typeof mappings>,
  asked: z.infer<typeof mappings>,
): NewInstance['volumes'] => {
  const deleted: string[] = [];
  const kept: string[] = [];
  for (const { deviceName, ebs } of named?.items.length ? named.items : (asked?.items ?? [])) {
    if (!ebs) continue;
    const volumeId = ebs.volumeId ?? madeUpId('vol', `${instanceId} ${deviceName}`);
    (ebs.deleteOnTermination === false ? kept : deleted).push(volumeId);
  }
  return { deleted, kept };
};

/**
 * Reads what a RunInstances created. A truncated record names only some instances, or none. The rest, up to the call's
 * minimum count, are made up: like the first that it names, or else as the call requested them.
 */
export const reservationOf = (record: unknown, region: string): NewReservation => {
  const {
    eventID,
    eventTime,
    requestParameters: request,
    responseElements: response,
  } = RunInstances.parse(record);
  const specified = (type: string): Tag[] =>
    (request?.tagSpecificationSet?.items ?? [])
      .filter(({ resourceType }) => resourceType === type)
      .flatMap(({ tags }) => tags);
  const asked = specified('instance');
  const given = (request?.networkInterfaceSet?.items ?? []).map((one) => one.networkInterfaceId);
  const [wanted] = request?.instancesSet?.items ?? [];
  const like = {
    instanceType: request?.instanceType ?? 'unknown type',
    imageId: wanted?.imageId ?? '',
    createdAt: readInstant(eventTime ?? '') ?? null,
    availabilityZone: request?.availabilityZone ?? `${region}a`,
    keyName: wanted?.keyName ?? null,
    isSpot: false,
    spotRequestId: null,
    managedByAws: false,
    isProtected: request?.disableApiTermination ?? false,
    isStopProtected: request?.disableApiStop ?? false,
    tags: asked,
    interfaces: [],
    tagsOfAttached: { volume: specified('volume'), 'network-interface': specified('network-interface') },
  };
  const named = (response?.instancesSet?.items ?? []).map(
    (one): NewInstance => ({
      ...like,
      instanceId: one.instanceId,
      instanceType: one.instanceType ?? like.instanceType,
      imageId: one.imageId ?? like.imageId,
      availabilityZone: one.placement?.availabilityZone ?? like.availabilityZone,
      keyName: one.keyName ?? like.keyName,
      isSpot: one.instanceLifecycle === 'spot',
      spotRequestId: one.spotInstanceRequestId ?? null,
      managedByAws: one.operator?.managed ?? false,
      // Some records lack the tags in the response. EC2 gives each instance those of the request.
      tags: one.tagSet?.items.length ? one.tagSet.items : asked,
      volumes: volumesOf(one.instanceId, one.blockDeviceMapping, request?.blockDeviceMapping),
      interfaces: (one.networkInterfaceSet?.items ?? []).flatMap(
        ({ networkInterfaceId, requesterManaged }) =>
          networkInterfaceId
            ? [
                {
                  id: networkInterfaceId,
                  managedByAws: requesterManaged ?? false,
                  isNew: !given.includes(networkInterfaceId),
                },
              ]
            : [],
      ),
    }),
  );
  const clientToken = request?.clientToken ?? null;
  const launch = response?.reservationId ?? clientToken ?? eventID ?? '';
  // EC2 gives each launch a reservation id, even if a truncated record lacks it.
  const reservationId = response?.reservationId ?? madeUpId('r', launch);
  const missing = Math.max(0, Math.min(wanted?.minCount ?? 1, MAX_INSTANCES) - named.length);
  const madeUp = Array.from({ length: missing }, (_, index) => {
    const instanceId = madeUpId('i', `${launch} ${index}`);
    // Each Spot instance has its own request. For instances that the record omits, the request is unknown.
    const volumes = volumesOf(instanceId, null, request?.blockDeviceMapping);
    return { ...(named[0] ?? like), spotRequestId: null, instanceId, volumes, interfaces: [] };
  });
  return { reservationId, clientToken, instances: [...named, ...madeUp] };
};
