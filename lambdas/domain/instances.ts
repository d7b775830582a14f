import * as z from 'zod/mini';

/** A tag of a resource. CloudTrail sometimes leaves out an empty value. */
export const Tag = z.object({ key: z.string(), value: z._default(z.string(), '') });
export type Tag = z.infer<typeof Tag>;

/** An instance as EC2 describes it. */
export type Instance = {
  readonly instanceId: string;
  readonly state: 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';
  readonly instanceType: string;
  /** Its AMI. */
  readonly imageId: string;
  /** When it was created, ISO 8601 UTC; null if EC2 does not show it. */
  readonly createdAt: string | null;
  readonly availabilityZone: string;
  /** The name of the key pair that it was launched with; null if there was none. */
  readonly keyName: string | null;
  /** Whether it is a Spot instance. A persistent Spot request may launch a replacement. */
  readonly isSpot: boolean;
  /** The Spot request that it was launched for, if it was. */
  readonly spotRequestId?: string;
  /** Whether an AWS service manages it (EC2's `Operator`). Then its launcher is not the one to tag it. */
  readonly managedByAws: boolean;
  readonly tags: readonly Tag[];
  /** Ids of its EBS volumes: those deleted with it (EC2's `DeleteOnTermination`), and those that survive it. */
  readonly volumes: {
    readonly deleted: readonly string[];
    readonly kept: readonly string[];
    /** The valid Owner that all those which survive it have; left out if that was not read, or they have none in common. */
    readonly keptOwner?: string;
  };
};

/** An instance's ARN. Only the partition of the commercial Regions is served. */
export const instanceArn = (accountId: string, region: string, instanceId: string): string =>
  `arn:aws:ec2:${region}:${accountId}:instance/${instanceId}`;

/** The last part of an ARN: the name or id by which calls know a resource. */
export const idInArn = (arn: string): string => arn.split('/').at(-1) ?? '';

/**
 * Groups the ids of instances with equal properties, in order of first appearance. An execution's state has room for
 * a few groups, not for a thousand instances.
 *
 * @param commonOf the properties that instances of a group share, compared as JSON
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

/** Maps the id of each instance to its group. */
export const byInstance = <Group extends { readonly instanceIds: readonly string[] }>(
  groups: readonly Group[],
): ReadonlyMap<string, Group> =>
  new Map(groups.flatMap((group) => group.instanceIds.map((instanceId) => [instanceId, group] as const)));

/** The list in parts of at most this size. */
export const chunksOf = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
