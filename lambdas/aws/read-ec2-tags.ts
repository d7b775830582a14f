import {
  EC2Client,
  type EC2ClientConfig,
  paginateDescribeImages,
  paginateDescribeNetworkInterfaces,
  paginateDescribeSecurityGroups,
  paginateDescribeSnapshots,
  paginateDescribeSubnets,
  paginateDescribeTags,
  paginateDescribeVolumes,
  paginateDescribeVpcs,
} from '@aws-sdk/client-ec2';
import { chunksOf, idInArn, type Tag } from '../domain/instances.ts';
import type { ReadTags } from '../domain/reminder/reminder.ts';
import { filterOf } from './ec2.ts';
import type { TaggedResource } from './read-tags.ts';

type Settings = { readonly client: EC2Client };
type Id = string | undefined;

/** The ids in all pages. A page may be empty although others follow. */
const idsIn = async <Page>(
  pages: AsyncIterable<Page>,
  idsOf: (page: Page) => readonly Id[],
): Promise<Id[]> => {
  const found: Id[] = [];
  for await (const page of pages) found.push(...idsOf(page));
  return found;
};

/** EC2 shows for a while what was just deleted. */
const ENDED: readonly Id[] = ['deleting', 'deleted', 'deregistered'];

/**
 * How EC2 shows the commonest types, by id. By a filter, since a call that names an id which does not exist fails as a whole.
 */
const READERS: Readonly<Record<string, (settings: Settings, ids: readonly string[]) => Promise<Id[]>>> = {
  'ec2:image': (settings, ids) =>
    idsIn(
      paginateDescribeImages(settings, {
        Filters: [filterOf('image-id', ids)],
        IncludeDeprecated: true,
        IncludeDisabled: true,
      }),
      ({ Images = [] }) => Images.flatMap(({ ImageId, State }) => (ENDED.includes(State) ? [] : [ImageId])),
    ),
  'ec2:network-interface': (settings, ids) =>
    idsIn(
      paginateDescribeNetworkInterfaces(settings, {
        Filters: [filterOf('network-interface-id', ids)],
        IncludeManagedResources: true,
      }),
      ({ NetworkInterfaces = [] }) => NetworkInterfaces.map((one) => one.NetworkInterfaceId),
    ),
  'ec2:security-group': (settings, ids) =>
    idsIn(
      paginateDescribeSecurityGroups(settings, { Filters: [filterOf('group-id', ids)] }),
      ({ SecurityGroups = [] }) => SecurityGroups.map((one) => one.GroupId),
    ),
  'ec2:snapshot': (settings, ids) =>
    idsIn(
      paginateDescribeSnapshots(settings, { Filters: [filterOf('snapshot-id', ids)] }),
      ({ Snapshots = [] }) => Snapshots.map((one) => one.SnapshotId),
    ),
  'ec2:subnet': (settings, ids) =>
    idsIn(paginateDescribeSubnets(settings, { Filters: [filterOf('subnet-id', ids)] }), ({ Subnets = [] }) =>
      Subnets.map((one) => one.SubnetId),
    ),
  'ec2:volume': (settings, ids) =>
    idsIn(
      paginateDescribeVolumes(settings, {
        Filters: [filterOf('volume-id', ids)],
        IncludeManagedResources: true,
      }),
      ({ Volumes = [] }) =>
        Volumes.flatMap(({ VolumeId, State }) => (ENDED.includes(State) ? [] : [VolumeId])),
    ),
  'ec2:vpc': (settings, ids) =>
    idsIn(paginateDescribeVpcs(settings, { Filters: [filterOf('vpc-id', ids)] }), ({ Vpcs = [] }) =>
      Vpcs.map((one) => one.VpcId),
    ),
};

/** Whether resources of a type are looked for. */
export const isLookedFor = (resourceType: string): boolean => Object.hasOwn(READERS, resourceType);

/**
 * Which of these resources of a type exist, by id: at most 200, as a filter takes. All count as existing where EC2 gives no
 * answer, or the type is not one of these: a mail may name what is gone, but it leaves out nothing that exists.
 */
export const existing = async (
  client: EC2Client,
  resourceType: string,
  ids: readonly string[],
): Promise<ReadonlySet<Id>> => new Set(await (READERS[resourceType]?.({ client }, ids) ?? ids));

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html */
const FILTER_VALUES = 200;

/**
 * The tags of EC2's resources, by ARN. DescribeTags shows nothing of one without tags, and nothing of one that is gone. So those of
 * the commonest types without tags are looked for.
 */
export const readEc2Tags = async (
  resources: readonly TaggedResource[],
  settings: EC2ClientConfig,
): Promise<[string, ReadTags][]> => {
  const ec2 = new EC2Client(settings);
  const tags = new Map<string, Tag[]>(resources.map(({ arn }) => [idInArn(arn), []]));
  for (const some of chunksOf([...tags.keys()], FILTER_VALUES)) {
    const Filters = [filterOf('resource-id', some)];
    for await (const { Tags = [] } of paginateDescribeTags({ client: ec2 }, { Filters }))
      for (const { ResourceId = '', Key = '', Value = '' } of Tags)
        tags.get(ResourceId)?.push({ key: Key, value: Value });
  }
  const gone = new Set<string>();
  const untagged = resources.filter(({ arn }) => tags.get(idInArn(arn))?.length === 0);
  for (const [type, those] of Map.groupBy(untagged, ({ resourceType }) => resourceType))
    for (const some of chunksOf(those, FILTER_VALUES)) {
      const ids = some.map(({ arn }) => idInArn(arn));
      const found = await existing(ec2, type, ids).catch(() => new Set(ids));
      for (const id of ids) if (!found.has(id)) gone.add(id);
    }
  return resources.map(({ arn }) => {
    const id = idInArn(arn);
    return [arn, gone.has(id) ? { is: 'gone' } : { is: 'tags', tags: tags.get(id) ?? [] }];
  });
};
