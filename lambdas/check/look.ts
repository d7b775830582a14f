import type { InstanceReader } from '../aws/read-instances.ts';
import type { Instance } from '../domain/instances.ts';
import type { LaunchKey } from '../domain/record/launch.ts';
import type { OwnerTag } from '../domain/verdict/owner-rule.ts';
import { fillTags } from './fill-tags.ts';
import { twice } from './twice.ts';

/** Looks at a launch's instances. What is empty is looked at twice: no instance at all, and tags that clear nothing. */
export const look = async (
  reader: InstanceReader,
  key: LaunchKey,
  ownerTag: OwnerTag,
): Promise<Instance[]> => {
  const instances = await twice(
    () => reader.find(key),
    (found) => found.length === 0,
  );
  return fillTags(reader, instances, ownerTag);
};
