import type { JsonObject } from '../../local/json.ts';
import { type Call, recordOf } from '../../local/sample/call.ts';

/** Tags taken away from instances, by key. */
export const untagged = (
  where: Pick<Call, 'at' | 'place' | 'caller'>,
  instanceIds: readonly string[],
  keys: readonly string[],
): JsonObject =>
  recordOf({
    ...where,
    eventName: 'DeleteTags',
    requestParameters: {
      resourcesSet: { items: instanceIds.map((resourceId) => ({ resourceId })) },
      tagSet: { items: keys.map((key) => ({ key })) },
    },
    responseElements: { _return: true },
  });
