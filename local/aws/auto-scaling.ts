import * as z from 'zod';
import type { Tag } from '../../lambdas/domain/instances.ts';
import type { Entry } from '../entry.ts';

const optional = z.string().nullish().catch(null);
const GroupTag = z.object({
  resourceId: optional,
  key: z.string(),
  value: z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
});
const Request = z.object({ autoScalingGroupName: optional, tags: z.array(GroupTag).catch([]) });

/** The embedded Auto Scaling: the tags of each group, as far as the records show them. */
export class AutoScaling {
  /** By account, Region and group, then by key. */
  readonly #groups = new Map<string, Map<string, string>>();
  /** The groups whose creation a record shows, so that all of their tags are known. */
  readonly #created = new Set<string>();

  has(accountId: string, region: string, groupName: string): boolean {
    return this.#groups.has(`${accountId} ${region} ${groupName}`);
  }

  isCreated(accountId: string, region: string, groupName: string): boolean {
    return this.#created.has(`${accountId} ${region} ${groupName}`);
  }

  tagsOf(accountId: string, region: string, groupName: string): Tag[] {
    const tags = this.#groups.get(`${accountId} ${region} ${groupName}`) ?? [];
    return [...tags].map(([key, value]) => ({ key, value }));
  }

  /** Applies a record to its group. A record of another kind, or one that cannot be parsed, changes nothing. */
  apply({ accountId, region, eventName, record }: Entry): void {
    if (!changesGroups(eventName, record)) return;
    const request = Request.safeParse(record.requestParameters);
    if (!request.success) return;
    const { autoScalingGroupName, tags } = request.data;
    const keyOf = (groupName: string): string => `${accountId} ${region} ${groupName}`;
    if (eventName === 'DeleteAutoScalingGroup') {
      if (autoScalingGroupName) this.#groups.delete(keyOf(autoScalingGroupName));
      return;
    }
    if (eventName === 'CreateAutoScalingGroup' && autoScalingGroupName) {
      this.#groups.set(keyOf(autoScalingGroupName), new Map());
      this.#created.add(keyOf(autoScalingGroupName));
    }
    for (const { resourceId, key, value } of tags) {
      const groupName = resourceId ?? autoScalingGroupName;
      if (!groupName) continue;
      const known = this.#groups.get(keyOf(groupName)) ?? new Map<string, string>();
      if (eventName === 'DeleteTags') known.delete(key);
      else known.set(key, value);
      this.#groups.set(keyOf(groupName), known);
    }
  }
}

const CHANGES = new Set([
  'CreateAutoScalingGroup',
  'CreateOrUpdateTags',
  'DeleteTags',
  'DeleteAutoScalingGroup',
]);

/** Whether a record shows a call that succeeded and changed an Auto Scaling group. */
export const changesGroups = (eventName: string, record: Entry['record']): boolean =>
  CHANGES.has(eventName) && record.eventSource === 'autoscaling.amazonaws.com' && !record.errorCode;
