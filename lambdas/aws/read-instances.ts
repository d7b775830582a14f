import type { Instance, Tag } from '../domain/instances.ts';
import { type LaunchKey, valuesOf } from '../domain/record/launch.ts';
import { FLEET_TAGS } from '../domain/record/provenance.ts';
import { type Ec2In, type Ec2Instance, type Ec2Reads, filterOf, readsOf } from './ec2.ts';
import { toInstance, toTag } from './ec2-instance.ts';

/** How EC2 names the launch of an instance. The token is null if the launch had none. */
export type LaunchNames = { readonly reservationId: string; readonly clientToken: string | null };

/** Reads instances of one account and Region. */
export type InstanceReader = {
  /** Every instance of a launch. EC2 shows terminated ones for about an hour. */
  find(key: LaunchKey): Promise<Instance[]>;
  /** One instance; null if EC2 shows none of that id here. */
  instance(instanceId: string): Promise<Instance | null>;
  /** The names of their launches, by instance id. */
  names(instanceIds: readonly string[]): Promise<ReadonlyMap<string, LaunchNames>>;
  /**
   * Tags by id, from DescribeTags: DescribeInstances has been seen to omit tags just after a launch. Fleets and Spot
   * requests have tags too.
   */
  tags(instanceIds: readonly string[]): Promise<ReadonlyMap<string, readonly Tag[]>>;
  /** The instances that a fleet or a Spot request launched, of those that EC2 still shows. */
  ofRequest(requestId: string): Promise<Instance[]>;
};

/** Opens a reader. Assumes the account's read role. */
export type ReadInstancesIn = (accountId: string, region: string) => Promise<InstanceReader>;

/**
 * A filter of a Describe call takes 200 values.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html
 */
export const FILTER_VALUES = 200;

/** Instances that EC2 returns for a launch's key, by reservation. */
type Answered = { readonly reservationId: string; readonly instances: readonly Instance[] };

/** Whether an instance belongs to the launch: a filter may return more than its key names. */
const isNamed = (
  { filter, value }: LaunchKey,
  reservationId: string,
  { ClientToken, InstanceId = '' }: Ec2Instance,
): boolean => {
  switch (filter) {
    case 'reservation-id':
      return reservationId === value;
    case 'client-token':
      return ClientToken === value;
    case 'instance-id':
      return valuesOf({ filter, value }).includes(InstanceId);
    default:
      return filter satisfies never;
  }
};

/**
 * A client token may be used again once it has expired. If several reservations have the token, the launch is the one
 * that was created last.
 */
const lastCreated = (answered: readonly Answered[]): readonly Answered[] => {
  const createdAt = (those: readonly Answered[]): number =>
    Math.max(
      ...those.flatMap(({ instances }) => instances).map((one) => Date.parse(one.createdAt ?? '') || 0),
    );
  const [last = []] = [...Map.groupBy(answered, ({ reservationId }) => reservationId).values()]
    .filter((those) => those.some(({ instances }) => instances.length > 0))
    .sort((a, b) => createdAt(b) - createdAt(a));
  return last;
};

type Described = { readonly reservationId: string; readonly instances: readonly Ec2Instance[] };

/**
 * Describes the instances that a filter finds, by reservation. A filter, because an unknown id would be an error: without a
 * match, it returns nothing.
 */
const describe = async (ec2: Ec2Reads, name: string, values: readonly string[]): Promise<Described[]> => {
  const described: Described[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ec2.describeInstances({
      Filters: [filterOf(name, values)],
      MaxResults: 1000,
      // An account may hide managed instances:
      // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
      IncludeManagedResources: true,
      ...(NextToken ? { NextToken } : {}),
    });
    for (const { ReservationId: reservationId = '', Instances: instances = [] } of page.Reservations ?? [])
      described.push({ reservationId, instances });
    NextToken = page.NextToken;
  } while (NextToken);
  return described;
};

const find = async (ec2: Ec2Reads, key: LaunchKey): Promise<Instance[]> => {
  const described = await describe(ec2, key.filter, valuesOf(key));
  const answered = described.map(({ reservationId, instances }): Answered => {
    const ours = instances.filter((instance) => isNamed(key, reservationId, instance));
    return { reservationId, instances: ours.flatMap(toInstance) };
  });
  const those = key.filter === 'client-token' ? lastCreated(answered) : answered;
  return those.flatMap(({ instances }) => instances);
};

const namesOf = async (
  ec2: Ec2Reads,
  instanceIds: readonly string[],
): Promise<ReadonlyMap<string, LaunchNames>> => {
  const found = new Map<string, LaunchNames>();
  const isAsked = new Set(instanceIds);
  for (let start = 0; start < instanceIds.length; start += FILTER_VALUES) {
    const part = instanceIds.slice(start, start + FILTER_VALUES);
    for (const { reservationId, instances } of await describe(ec2, 'instance-id', part)) {
      for (const { InstanceId = '', ClientToken } of instances) {
        if (isAsked.has(InstanceId))
          found.set(InstanceId, { reservationId, clientToken: ClientToken || null });
      }
    }
  }
  return found;
};

/** Reads tags with DescribeTags, by instance id. */
export const tagsOf = async (ec2: Ec2Reads, instanceIds: readonly string[]): Promise<Map<string, Tag[]>> => {
  const found = new Map<string, Tag[]>();
  const isAsked = new Set(instanceIds);
  for (let start = 0; start < instanceIds.length; start += FILTER_VALUES) {
    const Filters = [filterOf('resource-id', instanceIds.slice(start, start + FILTER_VALUES))];
    let NextToken: string | undefined;
    do {
      const page = await ec2.describeTags({ Filters, ...(NextToken ? { NextToken } : {}) });
      for (const { ResourceId = '', ...tag } of page.Tags ?? []) {
        if (isAsked.has(ResourceId)) found.set(ResourceId, [...(found.get(ResourceId) ?? []), toTag(tag)]);
      }
      NextToken = page.NextToken;
    } while (NextToken);
  }
  return found;
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html (Filter) */
const requestFilter = (requestId: string): string => {
  const [, tag] = Object.entries(FLEET_TAGS).find(([prefix]) => requestId.startsWith(prefix)) ?? [];
  return tag === undefined ? 'spot-instance-request-id' : `tag:${tag}`;
};

export const instanceReader = (ec2: Ec2Reads): InstanceReader => ({
  find: (key) => find(ec2, key),
  instance: async (instanceId) => (await find(ec2, { filter: 'instance-id', value: instanceId }))[0] ?? null,
  names: (instanceIds) => namesOf(ec2, instanceIds),
  tags: (instanceIds) => tagsOf(ec2, instanceIds),
  ofRequest: async (requestId) =>
    (await describe(ec2, requestFilter(requestId), [requestId])).flatMap(({ instances }) =>
      instances.flatMap(toInstance),
    ),
});

export const readInstancesIn =
  (ec2In: Ec2In): ReadInstancesIn =>
  async (accountId, region) =>
    instanceReader(readsOf(await ec2In(accountId, region)));
