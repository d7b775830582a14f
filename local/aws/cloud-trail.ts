import * as z from 'zod';
import type { JsonObject } from '../../infra/json.ts';
import type { LookUpEvents } from '../../lambdas/aws/cloud-trail.ts';
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

/** The calls that the service looks up by their name. */
const BY_NAME: ReadonlySet<string> = new Set([
  'AssumeRole',
  'CreateStack',
  'UpdateStack',
  'ExecuteChangeSet',
  'CreateAutoScalingGroup',
  'CreateFleet',
  'RequestSpotFleet',
  'RequestSpotInstances',
]);

const timeOf = ({ eventTime }: JsonObject): number => Date.parse(String(eventTime));

/**
 * The embedded CloudTrail's event history: the records that issued an access key, launched instances, changed tags, or
 * created what launches instances.
 */
export class CloudTrail {
  /** By account, Region and what a record is looked up by; oldest first. */
  readonly #records = new Map<string, JsonObject[]>();

  take({ accountId, region, eventName, record }: Entry): void {
    if (record.errorCode) return;
    const { credentials, instancesSet } = Named.parse(record.responseElements);
    const names = [
      ...(credentials ? [credentials.accessKeyId] : []),
      ...(BY_NAME.has(eventName) ? [eventName] : []),
      ...(TagCall.parse(record.requestParameters)?.resourcesSet.items ?? []).map((one) => one.resourceId),
      ...(instancesSet?.items ?? []).map(({ instanceId }) => instanceId),
    ];
    for (const name of new Set(names)) {
      const key = `${accountId} ${region} ${name}`;
      this.#records.set(key, [...(this.#records.get(key) ?? []), record]);
    }
  }

  /** The records that name a resource, or those of one API at a time, newest first. */
  lookUp(accountId: string, region: string, asked: Parameters<LookUpEvents>[2]): JsonObject[] {
    const name = typeof asked === 'string' ? asked : asked.eventName;
    const found = [...(this.#records.get(`${accountId} ${region} ${name}`) ?? [])].reverse();
    if (typeof asked === 'string') return found;
    if ('at' in asked) return found.filter((record) => timeOf(record) === Date.parse(asked.at));
    const end = asked.until === null ? Number.POSITIVE_INFINITY : Date.parse(asked.until);
    return found.filter((record) => timeOf(record) <= end);
  }
}
