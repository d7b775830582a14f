import * as z from 'zod';
import type { JsonObject } from '../../infra/json.ts';
import type { Entry } from '../entry.ts';

const TagCall = z
  .object({
    resourcesSet: z.object({ items: z.array(z.object({ resourceId: z.string() })) }),
  })
  .optional()
  .catch(undefined);

const Named = z
  .object({
    credentials: z.object({ accessKeyId: z.string() }).optional().catch(undefined),
    instancesSet: z
      .object({ items: z.array(z.object({ instanceId: z.string() })) })
      .optional()
      .catch(undefined),
  })
  .catch({});

/** The embedded CloudTrail's event history: the records that issued an access key, launched instances, or changed tags. */
export class CloudTrail {
  /** By account, Region and the resource that a record names; oldest first. */
  readonly #records = new Map<string, JsonObject[]>();

  take({ accountId, region, eventName, record }: Entry): void {
    if (record.errorCode) return;
    const { credentials, instancesSet } = Named.parse(record.responseElements);
    const names = [
      ...(credentials ? [credentials.accessKeyId] : []),
      ...(eventName === 'AssumeRole' ? [`${eventName} ${String(record.eventTime)}`] : []),
      ...(TagCall.parse(record.requestParameters)?.resourcesSet.items ?? []).map((one) => one.resourceId),
      ...(instancesSet?.items ?? []).map(({ instanceId }) => instanceId),
    ];
    for (const name of new Set(names)) {
      const key = `${accountId} ${region} ${name}`;
      this.#records.set(key, [...(this.#records.get(key) ?? []), record]);
    }
  }

  /** The records that name a resource, newest first. */
  lookUp(accountId: string, region: string, resourceName: string): JsonObject[] {
    return [...(this.#records.get(`${accountId} ${region} ${resourceName}`) ?? [])].reverse();
  }
}
