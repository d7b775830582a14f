import type { Instance } from '../instances.ts';
import { printable } from '../text.ts';
import type { InstanceLine } from './round.ts';

/** An instance may have more than a hundred volumes; twenty instances' must fit into a state and a mail. */
const VOLUMES = 8;

/** What a mail says of an instance: few words, since the state of an execution carries them. */
export const instanceLine = ({ instanceId, instanceType, tags, volumes }: Instance): InstanceLine => {
  const kept = volumes.kept.slice(0, VOLUMES);
  const deleted = volumes.deleted.slice(0, VOLUMES - kept.length);
  const unlisted = volumes.kept.length + volumes.deleted.length - kept.length - deleted.length;
  return {
    instanceId,
    instanceType,
    name: printable(tags.find((tag) => tag.key === 'Name')?.value ?? ''),
    ...(kept.length + deleted.length > 0
      ? { volumes: { deleted, kept, ...(unlisted > 0 ? { unlisted } : {}) } }
      : {}),
  };
};
