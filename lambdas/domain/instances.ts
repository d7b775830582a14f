import * as z from 'zod/mini';

/** A tag of a resource. CloudTrail has been seen to leave out an empty value. */
export const Tag = z.object({ key: z.string(), value: z._default(z.string(), '') });
export type Tag = z.infer<typeof Tag>;

/** An instance as EC2 describes it. */
export type Instance = {
  readonly instanceId: string;
  readonly state: 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';
  readonly instanceType: string;
  /** Its AMI. */
  readonly imageId: string;
  /** When it was created, as far as EC2 shows: ISO 8601 UTC; null if it shows nothing. */
  readonly createdAt: string | null;
  readonly availabilityZone: string;
  /** A Spot instance: a persistent request may launch another for it. */
  readonly isSpot: boolean;
  /** Managed by an AWS service (EC2's `Operator`): not its launcher's to tag. */
  readonly managedByAws: boolean;
  readonly tags: readonly Tag[];
  /** Ids of its EBS volumes: those deleted with it (EC2's `DeleteOnTermination`), and those that survive it. */
  readonly volumes: { readonly deleted: readonly string[]; readonly kept: readonly string[] };
};

/**
 * Collects the ids of instances that have something in common, in order of first appearance: a thousand instances
 * travel as a few groups.
 *
 * @param commonOf what instances of a group share; JSON
 */
export const groupInstances = <Item extends { readonly instanceId: string }, Common extends object>(
  items: readonly Item[],
  commonOf: (item: Item) => Common,
): (Common & { instanceIds: string[] })[] => {
  const groups = new Map<string, Common & { instanceIds: string[] }>();
  for (const item of items) {
    const common = commonOf(item);
    const key = JSON.stringify(common);
    const known = groups.get(key);
    if (known) known.instanceIds.push(item.instanceId);
    else groups.set(key, { ...common, instanceIds: [item.instanceId] });
  }
  return [...groups.values()];
};

/** Finds the group of an instance, the other way round than groups are carried. */
export const byInstance = <Group extends { readonly instanceIds: readonly string[] }>(
  groups: readonly Group[],
): ReadonlyMap<string, Group> =>
  new Map(groups.flatMap((group) => group.instanceIds.map((instanceId) => [instanceId, group] as const)));
