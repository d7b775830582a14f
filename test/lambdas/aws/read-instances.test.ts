import { DescribeInstancesCommand, DescribeTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { readInstancesIn } from '../../../lambdas/aws/read-instances.ts';
import type { LaunchKey } from '../../../lambdas/domain/record/launch.ts';
import { instanceIds } from '../instance-ids.ts';

const ec2 = mockClient(EC2Client);
beforeEach(() => {
  ec2.reset();
});

const opened: string[][] = [];
const open = readInstancesIn(async (...place) => {
  opened.push(place);
  return new EC2Client({ region: 'us-west-2' });
});
const reader = () => open('422448306679', 'us-west-2');

describe('the instances of a launch', () => {
  test('are read by its key, including those that AWS manages', async () => {
    ec2.on(DescribeInstancesCommand).resolves({});
    await (await reader()).find({ filter: 'client-token', value: 'a-token' });
    expect(opened.at(-1)).toEqual(['422448306679', 'us-west-2']);
    expect(ec2.commandCalls(DescribeInstancesCommand).map((call) => call.args[0].input)).toEqual([
      {
        Filters: [{ Name: 'client-token', Values: ['a-token'] }],
        MaxResults: 1000,
        IncludeManagedResources: true,
      },
    ]);
  });

  test.each([
    ['instance-id', 'i-1,i-2', ['i-1', 'i-2']],
    ['client-token', 'a,b', ['a,b']],
  ] as const)('are several if the key names several: %s %s', async (filter, value, Values) => {
    ec2.on(DescribeInstancesCommand).resolves({});
    await (await reader()).find({ filter, value });
    const [call] = ec2.commandCalls(DescribeInstancesCommand);
    expect(call?.args[0].input.Filters).toEqual([{ Name: filter, Values }]);
  });

  test('are converted to the type of the domain', async () => {
    const described = {
      InstanceId: 'i-1',
      State: { Name: 'stopped' as const },
      InstanceType: 'm7g.large' as const,
      ImageId: 'ami-1',
      KeyName: 'gi',
      Placement: { AvailabilityZone: 'us-west-2a' },
      Operator: { Managed: true },
      InstanceLifecycle: 'spot' as const,
      SpotInstanceRequestId: 'sir-1',
      Tags: [{ Key: 'Owner', Value: 'shared' }, { Key: 'empty' }],
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs: { VolumeId: 'vol-1', DeleteOnTermination: true } },
        { DeviceName: '/dev/sdb', Ebs: { VolumeId: 'vol-2', DeleteOnTermination: false } },
        { DeviceName: '/dev/sdc', Ebs: { VolumeId: 'vol-3' } },
        { DeviceName: '/dev/sdd' },
      ],
    };
    ec2.on(DescribeInstancesCommand).resolves({
      Reservations: [
        { ReservationId: 'r-1', Instances: [described, { InstanceId: 'i-2' }, { ImageId: 'without an id' }] },
        {},
      ],
    });
    expect(await (await reader()).find({ filter: 'reservation-id', value: 'r-1' })).toEqual([
      {
        instanceId: 'i-1',
        state: 'stopped',
        instanceType: 'm7g.large',
        imageId: 'ami-1',
        createdAt: null,
        availabilityZone: 'us-west-2a',
        isSpot: true,
        spotRequestId: 'sir-1',
        keyName: 'gi',
        managedByAws: true,
        tags: [
          { key: 'Owner', value: 'shared' },
          { key: 'empty', value: '' },
        ],
        volumes: { deleted: ['vol-1'], kept: ['vol-2', 'vol-3'] },
      },
      {
        instanceId: 'i-2',
        state: 'pending',
        instanceType: 'unknown type',
        imageId: '',
        createdAt: null,
        availabilityZone: '',
        isSpot: false,
        keyName: null,
        managedByAws: false,
        tags: [],
        volumes: { deleted: [], kept: [] },
      },
    ]);
  });

  test('are as old as the first thing attached to them, because a start changes LaunchTime', async () => {
    const started = new Date('2026-11-03T08:00:00Z');
    const first = new Date('2026-03-01T08:00:00Z');
    const later = new Date('2026-06-01T08:00:00Z');
    const volume = (AttachTime: Date) => ({ Ebs: { VolumeId: 'vol-1', AttachTime } });
    const cases = [
      { LaunchTime: started },
      { LaunchTime: started, BlockDeviceMappings: [volume(later), volume(first)] },
      // A root volume was replaced.
      {
        LaunchTime: started,
        BlockDeviceMappings: [volume(later)],
        NetworkInterfaces: [{ Attachment: { AttachTime: first } }, {}],
      },
    ];
    ec2.on(DescribeInstancesCommand).resolves({
      Reservations: [
        {
          ReservationId: 'r-1',
          Instances: cases.map((one, index) => ({ InstanceId: `i-${index}`, ...one })),
        },
      ],
    });
    const found = await (await reader()).find({ filter: 'reservation-id', value: 'r-1' });
    expect(found.map(({ createdAt }) => createdAt)).toEqual([
      '2026-11-03T08:00:00Z',
      '2026-03-01T08:00:00Z',
      '2026-03-01T08:00:00Z',
    ]);
  });

  test('are read page by page', async () => {
    const page = (id: string) => ({
      Reservations: [{ ReservationId: 'r-1', Instances: [{ InstanceId: id }] }],
    });
    ec2
      .on(DescribeInstancesCommand)
      .resolvesOnce({ ...page('i-1'), NextToken: 'second' })
      .resolvesOnce({ Reservations: [], NextToken: 'third' })
      .resolvesOnce(page('i-3'));
    const found = await (await reader()).find({ filter: 'reservation-id', value: 'r-1' });
    expect(found.map((instance) => instance.instanceId)).toEqual(['i-1', 'i-3']);
    const tokens = ec2.commandCalls(DescribeInstancesCommand).map((call) => call.args[0].input.NextToken);
    expect(tokens).toEqual([undefined, 'second', 'third']);
  });
});

describe('the key of a launch', () => {
  const launched = (ReservationId: string, LaunchTime: string, ...Instances: object[]) => ({
    ReservationId,
    Instances: Instances.map((one) => ({ LaunchTime: new Date(LaunchTime), ...one })),
  });
  const found = async (key: LaunchKey) =>
    (await (await reader()).find(key)).map(({ instanceId }) => instanceId);

  test('is matched literally: wildcards in a client token find nothing more', async () => {
    ec2.on(DescribeInstancesCommand).resolves({});
    await found({ filter: 'client-token', value: '\\*job?\\' });
    const [call] = ec2.commandCalls(DescribeInstancesCommand);
    expect(call?.args[0].input.Filters).toEqual([{ Name: 'client-token', Values: ['\\\\\\*job\\?\\\\'] }]);
  });

  test.each([
    [{ filter: 'client-token', value: '*' }, ['i-1']],
    [{ filter: 'reservation-id', value: 'r-2' }, ['i-2']],
    [{ filter: 'instance-id', value: 'i-3,i-1' }, ['i-1', 'i-3']],
  ] as const)('is compared with each instance of the answer: %j', async (key, expected) => {
    ec2.on(DescribeInstancesCommand).resolves({
      Reservations: [
        launched('r-1', '2026-11-03T08:00:00Z', { InstanceId: 'i-1', ClientToken: '*' }),
        launched('r-2', '2026-11-03T09:00:00Z', { InstanceId: 'i-2', ClientToken: 'another' }),
        launched('r-3', '2026-11-03T09:00:00Z', { InstanceId: 'i-3' }),
      ],
    });
    expect(await found(key)).toEqual(expected);
  });

  test('if it is a client token that was used again, finds the launch that was created last', async () => {
    ec2
      .on(DescribeInstancesCommand)
      .resolvesOnce({
        Reservations: [
          launched('r-1', '2026-09-01T08:00:00Z', { InstanceId: 'i-1', ClientToken: 'nightly' }),
          launched('r-2', '2026-11-03T08:00:00Z', { InstanceId: 'i-2', ClientToken: 'nightly' }),
        ],
        NextToken: 'more',
      })
      .resolvesOnce({
        Reservations: [
          launched('r-2', '2026-11-03T08:00:01Z', { InstanceId: 'i-3', ClientToken: 'nightly' }),
          launched('r-4', '2026-11-03T09:00:00Z', { InstanceId: 'i-4', ClientToken: 'another' }),
        ],
      });
    expect(await found({ filter: 'client-token', value: 'nightly' })).toEqual(['i-2', 'i-3']);
  });
});

describe('one instance', () => {
  test('is read by a filter, so an unknown id is an empty answer', async () => {
    ec2
      .on(DescribeInstancesCommand)
      .resolvesOnce({ Reservations: [{ Instances: [{ InstanceId: 'i-1' }] }] })
      .resolves({});
    const { instance } = await reader();
    expect(await instance('i-1')).toMatchObject({ instanceId: 'i-1' });
    expect(await instance('i-2')).toBeNull();
    expect(ec2.commandCalls(DescribeInstancesCommand)[0]?.args[0].input).toMatchObject({
      Filters: [{ Name: 'instance-id', Values: ['i-1'] }],
      IncludeManagedResources: true,
    });
  });
});

describe('the tags of instances', () => {
  test('are read for 200 instances at a time, page by page', async () => {
    const ids = instanceIds(401);
    const [first = '', second = '', third = ''] = ids;
    const tag = (ResourceId: string, Key: string) => ({ ResourceId, Key, Value: 'x' });
    ec2
      .on(DescribeTagsCommand)
      .resolvesOnce({ Tags: [tag(first, 'a')], NextToken: 'second' })
      .resolvesOnce({ Tags: [tag(first, 'b'), tag(second, 'c')] })
      .resolvesOnce({ Tags: [{ ResourceId: third, Key: 'd' }] })
      .resolves({});
    const tags = await (await reader()).tags(ids);
    expect([...tags]).toEqual([
      [
        first,
        [
          { key: 'a', value: 'x' },
          { key: 'b', value: 'x' },
        ],
      ],
      [second, [{ key: 'c', value: 'x' }]],
      [third, [{ key: 'd', value: '' }]],
    ]);
    const asked = ec2.commandCalls(DescribeTagsCommand).map((call) => call.args[0].input);
    const chunk = (from: number, to: number) => [{ Name: 'resource-id', Values: ids.slice(from, to) }];
    expect(asked).toEqual([
      { Filters: chunk(0, 200) },
      { Filters: chunk(0, 200), NextToken: 'second' },
      { Filters: chunk(200, 400) },
      { Filters: chunk(400, 401) },
    ]);
  });

  test('are only those of the instances in question, whatever EC2 returns', async () => {
    ec2.on(DescribeTagsCommand).resolves({
      Tags: [
        { ResourceId: 'i-1', Key: 'Name', Value: 'a' },
        { ResourceId: 'i-2', Key: 'Owner', Value: 'ann@ucsc.edu' },
      ],
    });
    expect([...(await (await reader()).tags(['i-1'])).keys()]).toEqual(['i-1']);
  });

  test('need no call if there are no instances', async () => {
    expect([...(await (await reader()).tags([]))]).toEqual([]);
    expect(ec2.calls()).toEqual([]);
  });
});

describe('the instances of a request', () => {
  test.each([
    ['sir-1', 'spot-instance-request-id'],
    ['fleet-1', 'tag:aws:ec2:fleet-id'],
    ['sfr-1', 'tag:aws:ec2spot:fleet-request-id'],
  ])('are read page by page: %s', async (requestId, Name) => {
    const page = (InstanceId: string) => ({ Reservations: [{ Instances: [{ InstanceId }] }] });
    ec2
      .on(DescribeInstancesCommand)
      .resolves({ ...page('i-1'), NextToken: 'more' })
      .on(DescribeInstancesCommand, { NextToken: 'more' })
      .resolves(page('i-2'));
    const found = await (await reader()).ofRequest(requestId);
    expect(found.map(({ instanceId }) => instanceId)).toEqual(['i-1', 'i-2']);
    const [call] = ec2.commandCalls(DescribeInstancesCommand);
    expect(call?.args[0].input.Filters).toEqual([{ Name, Values: [requestId] }]);
  });
});
