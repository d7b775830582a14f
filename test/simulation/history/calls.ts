import type { JsonObject } from '../../../infra/json.ts';
import { type Call, recordOf } from '../../../local/sample/call.ts';

type Where = Pick<Call, 'at' | 'place' | 'caller'>;

const resources = (instanceIds: readonly string[]) => ({
  items: instanceIds.map((resourceId) => ({ resourceId })),
});

/** A tag taken off instances, whatever its value. */
export const untagged = (where: Where, instanceIds: readonly string[], key: string): JsonObject =>
  recordOf({
    ...where,
    eventName: 'DeleteTags',
    requestParameters: { resourcesSet: resources(instanceIds), tagSet: { items: [{ key }] } },
    responseElements: { _return: true },
  });

/** Instances stopped, or started again. */
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

/** An instance protected from termination. */
export const guarded = (where: Where, instanceId: string): JsonObject =>
  recordOf({
    ...where,
    eventName: 'ModifyInstanceAttribute',
    requestParameters: { instanceId, disableApiTermination: { value: true } },
    responseElements: { _return: true },
  });
