import type { InstanceReader } from '../aws/read-instances.ts';
import { type Instance, judgeInstance } from '../domain/instance.ts';
import type { LaunchKey } from '../domain/launch.ts';
import type { OwnerTag } from '../domain/owner-tag.ts';

/** Describe calls are eventually consistent: an empty answer is asked for once more after this long. */
const SECOND_LOOK_MS = 10_000;

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Looks at a launch's instances. What is empty is looked at twice: no instance at all, and the tags of an instance
 * that they do not clear (DescribeTags knows tags that DescribeInstances omits, cloud-custodian#10909).
 */
export const look = async (
  reader: InstanceReader,
  key: LaunchKey,
  ownerTag: OwnerTag,
): Promise<Instance[]> => {
  let instances = await reader.find(key);
  if (instances.length === 0) {
    await wait(SECOND_LOOK_MS);
    instances = await reader.find(key);
  }
  const doubtful = instances.filter((instance) => judgeInstance(instance, ownerTag).is === 'noncompliant');
  if (doubtful.length === 0) return instances;
  const tags = await reader.tags(doubtful.map((instance) => instance.instanceId));
  return instances.map((instance) => {
    const more = tags.get(instance.instanceId) ?? [];
    const known = new Set(more.map((tag) => tag.key));
    return { ...instance, tags: [...more, ...instance.tags.filter((tag) => !known.has(tag.key))] };
  });
};
