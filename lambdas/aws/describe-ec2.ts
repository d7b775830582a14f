import {
  DescribeAddressesCommand,
  DescribeKeyPairsCommand,
  EC2Client,
  paginateDescribeImages,
  paginateDescribeInstances,
  paginateDescribeInternetGateways,
  paginateDescribeLaunchTemplates,
  paginateDescribeNatGateways,
  paginateDescribeNetworkAcls,
  paginateDescribeNetworkInterfaces,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  paginateDescribeSnapshots,
  paginateDescribeSubnets,
  paginateDescribeTags,
  paginateDescribeVolumes,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcs,
} from '@aws-sdk/client-ec2';
import { mapConcurrently } from '../concurrency.ts';
import type { Tag } from '../domain/instances.ts';
import { iso } from '../domain/instant.ts';
import type { Described, Place } from '../domain/report/merge.ts';
import { filterOf } from './ec2.ts';
import { toTag } from './ec2-instance.ts';
import { type CallSettings, PATIENT } from './list-resources.ts';
import { ALIVE } from './read-account.ts';

/** What EC2 shows of a Region. */
export type DescribeEc2 = {
  /** All tags of all its resources, by id. */
  readonly tags: () => Promise<Map<string, Tag[]>>;
  /**
   * Resources that need more than their tags: whether they are idle, and whether AWS made them.
   *
   * @param isAlone whether nothing else lists what was never tagged; then more types are described
   */
  readonly describe: (isAlone: boolean) => Promise<{ described: Described[]; describedTypes: Set<string> }>;
  readonly close: () => void;
};

/** What a page says of a resource. `of` is the account that owns it: others share subnets, images and more. */
type Shown = Partial<Omit<Described, 'id'>> & {
  readonly id?: string | undefined;
  readonly of?: string | undefined;
  /** The VPCs that it is attached to. */
  readonly vpcs?: readonly (string | undefined)[];
};

/** The most that each call gives a page. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html */
const PAGE = 1000;
const ROUTE_TABLES = 100;
const LAUNCH_TEMPLATES = 200;

/** EC2 writes the time into a sentence: `User initiated (2026-10-01 12:00:00 GMT)`. */
const STOPPED_AT = /\((\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (?:GMT|UTC)\)/;

/** Since when an instance is stopped; null if EC2 does not say. */
export const stoppedSince = (reason: string): string | null => {
  const [, day, time] = STOPPED_AT.exec(reason) ?? [];
  const at = Date.parse(`${day}T${time}Z`);
  return Number.isNaN(at) ? null : iso(at);
};

type Call = (client: EC2Client) => AsyncIterable<readonly Shown[]>;

/** A paginator of the SDK, where it needs no input. */
type Paginate<Page> = (
  config: { readonly client: EC2Client; readonly pageSize: number },
  input: Readonly<Record<string, never>>,
) => AsyncIterable<Page>;

/** Reads all pages, and what each of them shows. */
const paged = <Page>(
  paginate: Paginate<Page>,
  shown: (page: Page) => readonly Shown[] | undefined,
  pageSize = PAGE,
): Call =>
  async function* (client) {
    for await (const page of paginate({ client, pageSize }, {})) yield shown(page) ?? [];
  };

/** What is idle, what AWS makes in every account, and what comes and goes with a VPC. They are described in any case. */
const ALWAYS: Readonly<Record<string, Call>> = {
  instance: paged(
    (config) =>
      paginateDescribeInstances(config, {
        Filters: [filterOf('instance-state-name', ALIVE)],
        IncludeManagedResources: true,
      }),
    ({ Reservations }) =>
      Reservations?.flatMap(({ OwnerId: of, Instances = [] }) =>
        Instances.map(({ InstanceId: id, Operator, State, StateTransitionReason = '', ImageId }) => ({
          id,
          of,
          imageId: ImageId ?? null,
          isAwsOwn: Operator?.Managed ?? false,
          idle:
            State?.Name === 'stopped'
              ? { is: 'stopped' as const, since: stoppedSince(StateTransitionReason) }
              : null,
        })),
      ),
  ),
  volume: paged(paginateDescribeVolumes, ({ Volumes }) =>
    Volumes?.map(({ VolumeId: id, State, Operator }) => ({
      id,
      isAwsOwn: Operator?.Managed ?? false,
      idle: State === 'available' ? { is: 'unattached' as const } : null,
    })),
  ),
  // A service makes them for a resource that is listed itself, and removes them with it.
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html
  'network-interface': paged(paginateDescribeNetworkInterfaces, ({ NetworkInterfaces }) =>
    NetworkInterfaces?.map(({ NetworkInterfaceId: id, OwnerId: of, RequesterManaged, Operator }) => ({
      id,
      of,
      isAwsOwn: (RequesterManaged ?? false) || (Operator?.Managed ?? false),
    })),
  ),
  // https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
  vpc: paged(paginateDescribeVpcs, ({ Vpcs }) =>
    Vpcs?.flatMap(({ VpcId: id, OwnerId: of, IsDefault: isAwsOwn = false, DhcpOptionsId }) => [
      { id, of, isAwsOwn },
      ...(isAwsOwn ? [{ type: 'dhcp-options', id: DhcpOptionsId, isAwsOwn }] : []),
    ]),
  ),
  subnet: paged(paginateDescribeSubnets, ({ Subnets }) =>
    Subnets?.map(({ SubnetId: id, OwnerId: of, DefaultForAz: isAwsOwn = false }) => ({ id, of, isAwsOwn })),
  ),
  // Each VPC has one of these three that nobody can delete.
  // https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
  'security-group': paged(paginateDescribeSecurityGroups, ({ SecurityGroups }) =>
    SecurityGroups?.map(({ GroupId: id, OwnerId: of, GroupName }) => ({
      id,
      of,
      isAwsOwn: GroupName === 'default',
    })),
  ),
  'network-acl': paged(paginateDescribeNetworkAcls, ({ NetworkAcls }) =>
    NetworkAcls?.map(({ NetworkAclId: id, OwnerId: of, IsDefault: isAwsOwn = false }) => ({
      id,
      of,
      isAwsOwn,
    })),
  ),
  'route-table': paged(
    paginateDescribeRouteTables,
    ({ RouteTables }) =>
      RouteTables?.map(({ RouteTableId: id, OwnerId: of, Associations = [] }) => ({
        id,
        of,
        isAwsOwn: Associations.some(({ Main }) => Main),
      })),
    ROUTE_TABLES,
  ),
  // That of a default VPC is AWS's own, too.
  'internet-gateway': paged(paginateDescribeInternetGateways, ({ InternetGateways }) =>
    InternetGateways?.map(({ InternetGatewayId: id, OwnerId: of, Attachments = [] }) => ({
      id,
      of,
      vpcs: Attachments.map(({ VpcId }) => VpcId),
    })),
  ),
};

/** What else people create most. Resource Explorer lists these; without it they are described, for those never tagged. */
const ALONE: Readonly<Record<string, Call>> = {
  snapshot: paged(
    (config) => paginateDescribeSnapshots(config, { OwnerIds: ['self'] }),
    ({ Snapshots }) => Snapshots?.map(({ SnapshotId: id }) => ({ id })),
  ),
  image: paged(
    (config) => paginateDescribeImages(config, { Owners: ['self'] }),
    ({ Images }) => Images?.map(({ ImageId: id }) => ({ id })),
  ),
  'launch-template': paged(
    paginateDescribeLaunchTemplates,
    ({ LaunchTemplates }) =>
      LaunchTemplates?.map(({ LaunchTemplateId: id, Operator }) => ({
        id,
        isAwsOwn: Operator?.Managed ?? false,
      })),
    LAUNCH_TEMPLATES,
  ),
  natgateway: paged(paginateDescribeNatGateways, ({ NatGateways }) =>
    // A deleted one is shown for an hour.
    NatGateways?.flatMap(({ NatGatewayId: id, State }) => (State === 'deleted' ? [] : [{ id }])),
  ),
  'vpc-endpoint': paged(paginateDescribeVpcEndpoints, ({ VpcEndpoints }) =>
    VpcEndpoints?.map(({ VpcEndpointId: id, OwnerId: of, RequesterManaged: isAwsOwn = false }) => ({
      id,
      of,
      isAwsOwn,
    })),
  ),
  // These two have one page.
  'elastic-ip': async function* (client) {
    const { Addresses = [] } = await client.send(new DescribeAddressesCommand({}));
    yield Addresses.map(({ AllocationId: id }) => ({ id }));
  },
  'key-pair': async function* (client) {
    const { KeyPairs = [] } = await client.send(new DescribeKeyPairsCommand({}));
    yield KeyPairs.map(({ KeyPairId: id }) => ({ id }));
  },
};

/** Describe calls at once: a part of what EC2 allows an account. */
const CONCURRENCY = 4;

/** The resources that the calls show, with those of default VPCs marked. */
const describeTypes = async (
  client: EC2Client,
  { accountId }: Place,
  calls: Readonly<Record<string, Call>>,
): Promise<Described[]> => {
  const shown = await mapConcurrently(CONCURRENCY, Object.entries(calls), async ([type, call]) => {
    const all: (Shown & { readonly type: string })[] = [];
    for await (const page of call(client)) all.push(...page.map((one) => ({ type, ...one })));
    return all;
  });
  const ours = shown
    .flat()
    .filter(({ id, of }) => id !== undefined && (of === undefined || of === accountId));
  const defaults = new Set(
    ours.flatMap(({ type, id, isAwsOwn }) => (type === 'vpc' && isAwsOwn ? [id] : [])),
  );
  return ours.map(({ type, id = '', isAwsOwn = false, idle = null, imageId = null, vpcs = [] }) => ({
    type,
    id,
    idle,
    imageId,
    isAwsOwn: isAwsOwn || vpcs.some((vpc) => defaults.has(vpc)),
  }));
};

/** Reads EC2 in an account and Region. */
export const describeEc2 = (place: Place, settings: CallSettings): DescribeEc2 => {
  const client = new EC2Client({ ...PATIENT, ...settings });
  return {
    close: () => client.destroy(),
    tags: async () => {
      const tags = new Map<string, Tag[]>();
      for await (const { Tags = [] } of paginateDescribeTags({ client, pageSize: PAGE }, {})) {
        for (const { ResourceId = '', ...tag } of Tags) {
          const known = tags.get(ResourceId);
          if (known) known.push(toTag(tag));
          else tags.set(ResourceId, [toTag(tag)]);
        }
      }
      return tags;
    },
    describe: async (isAlone) => {
      const calls = isAlone ? { ...ALWAYS, ...ALONE } : ALWAYS;
      const described = await describeTypes(client, place, calls);
      return { described, describedTypes: new Set(Object.keys(calls)) };
    },
  };
};
