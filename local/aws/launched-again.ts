import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { JsonObject } from '../../infra/json.ts';
import { iso } from '../../lambdas/domain/instant.ts';

const Recorded = z.looseObject({
  requestParameters: z.looseObject({}).nullish().catch(null),
  responseElements: z.looseObject({
    instancesSet: z.object({ items: z.array(z.looseObject({ spotInstanceRequestId: z.unknown() })) }),
  }),
});

const hex = (of: string): string => createHash('sha256').update(of).digest('hex');

/**
 * The record that CloudTrail would write of a persistent Spot request's next launch, at an instant (milliseconds since the
 * epoch); none if that of its last launch names no instance. Which tags it gets is not documented: here none.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-requests.html
 */
export const launchedAgain = (last: JsonObject, requestId: string, at: number): JsonObject | null => {
  const parsed = Recorded.safeParse(last);
  if (!parsed.success) return null;
  const { requestParameters, responseElements } = parsed.data;
  const item = responseElements.instancesSet.items.find((one) => one.spotInstanceRequestId === requestId);
  if (!item) return null;
  const { tagSet: _, ...instance } = item;
  const id = hex(`${requestId} ${at}`);
  const [seconds = ''] = iso(at).split('.');
  return {
    ...last,
    eventTime: seconds.endsWith('Z') ? seconds : `${seconds}Z`,
    eventID: id.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    requestParameters: {
      ...requestParameters,
      clientToken: id.slice(0, 36),
      tagSpecificationSet: { items: [] },
      instancesSet: { items: [{ minCount: 1, maxCount: 1 }] },
    },
    responseElements: {
      ...responseElements,
      reservationId: `r-${id.slice(0, 17)}`,
      instancesSet: { items: [{ ...instance, instanceId: `i-${id.slice(0, 17)}` }] },
    },
  };
};
