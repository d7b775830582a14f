import {
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeKeyPairsCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  DescribeVolumesCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { afterEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { describeEc2, stoppedSince } from '../../../lambdas/aws/describe-ec2.ts';

const OF = '422448306679';
const reader = () => describeEc2({ accountId: OF, region: 'us-west-2' }, { region: 'us-west-2' });
const ec2 = mockClient(EC2Client);
afterEach(() => {
  ec2.reset();
});

test('all tags of the Region are read in pages of a thousand, by id', async () => {
  const pages = [
    { NextToken: 'next', Tags: [{ ResourceId: 'vol-1', Key: 'Owner', Value: 'ann@ucsc.edu' }] },
    {
      Tags: [
        { ResourceId: 'vol-1', Key: 'Name', Value: 'x' },
        { ResourceId: 'i-1', Key: 'Name', Value: '' },
      ],
    },
  ];
  const asked: object[] = [];
  // The paginator changes its input, so a copy is kept.
  ec2.on(DescribeTagsCommand).callsFake((input: object) => pages[asked.push({ ...input }) - 1]);
  expect(await reader().tags()).toEqual(
    new Map([
      [
        'vol-1',
        [
          { key: 'Owner', value: 'ann@ucsc.edu' },
          { key: 'Name', value: 'x' },
        ],
      ],
      ['i-1', [{ key: 'Name', value: '' }]],
    ]),
  );
  expect(asked).toEqual([{ MaxResults: 1000 }, { MaxResults: 1000, NextToken: 'next' }]);
});

test.each([
  ['User initiated (2026-10-01 12:00:05 GMT)', '2026-10-01T12:00:05Z'],
  ['Server.SpotInstanceShutdown: Instance shut down (2026-10-01 12:00:05 UTC)', '2026-10-01T12:00:05Z'],
  ['User initiated (2026-13-41 12:00:05 GMT)', null],
  ['', null],
])('an instance with the reason %j is stopped since %s', (reason, since) => {
  expect(stoppedSince(reason)).toBe(since);
});

const plain = { isAwsOwn: false, idle: null, imageId: null };

test('instances that are stopped and volumes attached to nothing are idle; what services manage is theirs', async () => {
  ec2.onAnyCommand().resolves({});
  ec2
    .on(DescribeInstancesCommand)
    .resolvesOnce({
      NextToken: 'next',
      Reservations: [
        {
          OwnerId: OF,
          Instances: [
            {
              InstanceId: 'i-1',
              ImageId: 'ami-1',
              State: { Name: 'stopped' },
              StateTransitionReason: 'User initiated (2026-10-01 12:00:05 GMT)',
            },
          ],
        },
      ],
    })
    .resolvesOnce({
      Reservations: [
        {
          OwnerId: OF,
          Instances: [{ InstanceId: 'i-2', State: { Name: 'running' }, Operator: { Managed: true } }],
        },
      ],
    });
  ec2.on(DescribeVolumesCommand).resolves({
    Volumes: [
      { VolumeId: 'vol-1', State: 'available' },
      { VolumeId: 'vol-2', State: 'in-use' },
    ],
  });
  const { described } = await reader().describe(false);
  expect(described).toEqual([
    {
      ...plain,
      type: 'instance',
      id: 'i-1',
      imageId: 'ami-1',
      idle: { is: 'stopped', since: '2026-10-01T12:00:05Z' },
    },
    { ...plain, type: 'instance', id: 'i-2', isAwsOwn: true },
    { ...plain, type: 'volume', id: 'vol-1', idle: { is: 'unattached' } },
    { ...plain, type: 'volume', id: 'vol-2' },
  ]);
});

test('what AWS makes in every account, what comes with a VPC and what services make are its own; the rest is not', async () => {
  ec2.onAnyCommand().resolves({});
  ec2.on(DescribeVpcsCommand).resolves({
    Vpcs: [
      { VpcId: 'vpc-default', OwnerId: OF, IsDefault: true, DhcpOptionsId: 'dopt-1' },
      { VpcId: 'vpc-ours', OwnerId: OF, IsDefault: false, DhcpOptionsId: 'dopt-2' },
      { VpcId: 'vpc-shared', OwnerId: '111122223333', IsDefault: false },
    ],
  });
  ec2.on(DescribeSubnetsCommand).resolves({
    Subnets: [
      { SubnetId: 'subnet-default', OwnerId: OF, DefaultForAz: true },
      { SubnetId: 'subnet-ours', OwnerId: OF, DefaultForAz: false },
      { SubnetId: 'subnet-shared', OwnerId: '111122223333', DefaultForAz: false },
    ],
  });
  ec2.on(DescribeSecurityGroupsCommand).resolves({
    SecurityGroups: [
      { GroupId: 'sg-default', OwnerId: OF, GroupName: 'default' },
      { GroupId: 'sg-ours', OwnerId: OF, GroupName: 'ssh' },
    ],
  });
  ec2.on(DescribeNetworkAclsCommand).resolves({
    NetworkAcls: [
      { NetworkAclId: 'acl-default', OwnerId: OF, IsDefault: true },
      { NetworkAclId: 'acl-ours', OwnerId: OF, IsDefault: false },
    ],
  });
  ec2.on(DescribeRouteTablesCommand).resolves({
    RouteTables: [
      { RouteTableId: 'rtb-main', OwnerId: OF, Associations: [{ Main: true }] },
      { RouteTableId: 'rtb-ours', OwnerId: OF, Associations: [{ Main: false }] },
    ],
  });
  ec2.on(DescribeInternetGatewaysCommand).resolves({
    InternetGateways: [
      { InternetGatewayId: 'igw-default', OwnerId: OF, Attachments: [{ VpcId: 'vpc-default' }] },
      { InternetGatewayId: 'igw-ours', OwnerId: OF, Attachments: [{ VpcId: 'vpc-ours' }] },
      { InternetGatewayId: 'igw-alone', OwnerId: OF, Attachments: [] },
    ],
  });
  ec2.on(DescribeNetworkInterfacesCommand).resolves({
    NetworkInterfaces: [
      { NetworkInterfaceId: 'eni-nat', OwnerId: OF, RequesterManaged: true },
      { NetworkInterfaceId: 'eni-ours', OwnerId: OF, RequesterManaged: false },
    ],
  });
  const { described } = await reader().describe(false);
  const ids = (own: boolean) =>
    described.flatMap(({ id, isAwsOwn }) => (isAwsOwn === own ? [id] : [])).sort();
  expect(ids(true)).toEqual([
    'acl-default',
    'dopt-1',
    'eni-nat',
    'igw-default',
    'rtb-main',
    'sg-default',
    'subnet-default',
    'vpc-default',
  ]);
  expect(ids(false)).toEqual([
    'acl-ours',
    'eni-ours',
    'igw-alone',
    'igw-ours',
    'rtb-ours',
    'sg-ours',
    'subnet-ours',
    'vpc-ours',
  ]);
});

test('where nothing else lists what was never tagged, more types are described, of this account alone', async () => {
  ec2.onAnyCommand().resolves({});
  ec2.on(DescribeSnapshotsCommand).resolves({ Snapshots: [{ SnapshotId: 'snap-1' }] });
  ec2.on(DescribeAddressesCommand).resolves({ Addresses: [{ AllocationId: 'eipalloc-1' }] });
  ec2.on(DescribeKeyPairsCommand).resolves({ KeyPairs: [{ KeyPairId: 'key-1' }] });
  ec2.on(DescribeNatGatewaysCommand).resolves({
    NatGateways: [
      { NatGatewayId: 'nat-1', State: 'available' },
      { NatGatewayId: 'nat-2', State: 'deleted' },
    ],
  });
  const { described, describedTypes } = await reader().describe(true);
  expect(described.map(({ type, id }) => `${type}/${id}`)).toEqual([
    'snapshot/snap-1',
    'natgateway/nat-1',
    'elastic-ip/eipalloc-1',
    'key-pair/key-1',
  ]);
  expect(describedTypes).toContain('launch-template');
  const [asked] = ec2.commandCalls(DescribeSnapshotsCommand);
  expect(asked?.args[0].input).toMatchObject({ OwnerIds: ['self'] });
  expect((await reader().describe(false)).describedTypes).not.toContain('snapshot');
});
