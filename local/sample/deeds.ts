import type { JsonObject } from '../../infra/json.ts';
import { type Call, recordOf } from './call.ts';

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
