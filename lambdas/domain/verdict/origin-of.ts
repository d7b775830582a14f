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

/** What launched the instances for somebody, by name: the record tells of an instance, their tags of a group. */
export const originOf = (
  { identity }: Launch,
  instances: readonly Instance[],
): Pick<Origin, 'kind' | 'id'> | null => {
  if (identity?.is === 'instance-session') return { kind: 'instance', id: identity.instanceId };
  const groupName = instances.map(groupOf).find((name) => name !== undefined);
  return groupName === undefined ? null : { kind: 'auto-scaling-group', id: groupName };
};
