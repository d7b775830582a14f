import type { InstanceReader } from '../aws/read-instances.ts';
import type { Instance } from '../domain/instances.ts';
import { judgeInstance } from '../domain/verdict/judge-instance.ts';
import type { OwnerTag } from '../domain/verdict/owner-rule.ts';

/**
 * Looks again at the tags of instances that their tags do not clear: DescribeTags knows tags that DescribeInstances
 * omits (cloud-custodian#10909).
 */
export const fillTags = async (
  reader: Pick<InstanceReader, 'tags'>,
  instances: readonly Instance[],
  ownerTag: OwnerTag,
): Promise<Instance[]> => {
  const doubtful = instances.filter((instance) => judgeInstance(instance, ownerTag).is === 'noncompliant');
  if (doubtful.length === 0) return [...instances];
  const tags = await reader.tags(doubtful.map((instance) => instance.instanceId));
  return instances.map((instance) => {
    const more = tags.get(instance.instanceId) ?? [];
    const known = new Set(more.map((tag) => tag.key));
    return { ...instance, tags: [...more, ...instance.tags.filter((tag) => !known.has(tag.key))] };
  });
};
