import type { Launch } from '../record/launch.ts';
import type { Instance } from './instance.ts';
import type { Origin } from './origin.ts';

/** Auto Scaling writes it, and nobody else can: the prefix is reserved. */
const GROUP_NAME = 'aws:autoscaling:groupName';

const groupOf = ({ tags }: Instance): string | undefined =>
  tags.find((tag) => tag.key === GROUP_NAME && tag.value !== '')?.value;

/** Whether the instance is the origin's: of a launch, some instances may have been put into a group. */
export const isFrom = (instance: Instance, { kind, id }: Pick<Origin, 'kind' | 'id'>): boolean =>
  kind === 'instance' || groupOf(instance) === id;

/**
 * What launched the instances for somebody, by name: the record tells of one instance, their tags of groups. Each instance
 * is of one group at most; those of one launch may have been put into several.
 */
export const originsOf = (
  { identity }: Launch,
  instances: readonly Instance[],
): Pick<Origin, 'kind' | 'id'>[] => {
  if (instances.length === 0) return [];
  if (identity?.is === 'instance-session') return [{ kind: 'instance', id: identity.instanceId }];
  const names = new Set(instances.flatMap((instance) => groupOf(instance) ?? []));
  return [...names].sort().map((id) => ({ kind: 'auto-scaling-group', id }));
};
