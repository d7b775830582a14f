import type { InstanceReader } from '../aws/read-instances.ts';
import type { LaunchKey } from '../domain/record/launch.ts';
import type { Instance } from '../domain/verdict/instance.ts';
import type { OwnerTag } from '../domain/verdict/owner-tag.ts';
import { fillTags } from './fill-tags.ts';

/** Describe calls are eventually consistent: an empty answer is asked for once more after this long. */
const SECOND_LOOK_MS = 10_000;

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Looks at a launch's instances. What is empty is looked at twice: no instance at all, and tags that clear nothing. */
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
  return fillTags(reader, instances, ownerTag);
};
