import type { Instance } from './instance.ts';
import type { Launch } from './launch.ts';
import type { Origin } from './origin.ts';

/** Auto Scaling writes it, and nobody else can: the prefix is reserved. */
const GROUP_NAME = 'aws:autoscaling:groupName';

/** What launched the instances for somebody, by name: the record tells of an instance, their tags of a group. */
export const originOf = (
  { identity }: Launch,
  instances: readonly Instance[],
): Pick<Origin, 'kind' | 'id'> | null => {
  if (identity?.is === 'instance-session') return { kind: 'instance', id: identity.instanceId };
  const groupName = instances
    .flatMap(({ tags }) => tags.filter((tag) => tag.key === GROUP_NAME))
    .map((tag) => tag.value)
    .find((value) => value !== '');
  return groupName === undefined ? null : { kind: 'auto-scaling-group', id: groupName };
};
