import {
  CreateTagsCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeVolumesCommand,
  EC2Client,
  EC2ServiceException,
} from '@aws-sdk/client-ec2';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { readAttachmentsIn, requestLook, tagAttachments } from '../../../lambdas/aws/attachments.ts';
import { instanceIds } from '../instance-ids.ts';

const ec2 = mockClient(EC2Client);
beforeEach(() => {
  ec2.reset();
});

const PLACE = ['422448306679', 'us-west-2'] as const;
const ec2In = async () => new EC2Client({ region: 'us-west-2' });
const reader = () => readAttachmentsIn(ec2In)(...PLACE);

test('volumes and interfaces are read by the instances that they are attached to, page by page', async () => {
  ec2
    .on(DescribeVolumesCommand)
    .resolvesOnce({
      Volumes: [
        {
          VolumeId: 'vol-1',
          Attachments: [{ InstanceId: 'i-1', State: 'attached' }],
          Tags: [{ Key: 'Owner', Value: 'bob@ucsc.edu' }, { Key: 'Empty' }],
        },
      ],
      NextToken: 'second',
    })
    .resolves({
      Volumes: [
        {
          VolumeId: 'vol-2',
          Attachments: [
            { InstanceId: 'i-1', State: 'attaching' },
            { InstanceId: 'i-2', State: 'busy' },
          ],
          Operator: { Managed: true },
        },
        { VolumeId: 'vol-3', Attachments: [{ InstanceId: 'i-1', State: 'detaching' }] },
        { VolumeId: 'vol-4', Attachments: [{ InstanceId: 'i-9', State: 'attached' }] },
      ],
    });
  ec2.on(DescribeNetworkInterfacesCommand).resolves({
    NetworkInterfaces: [
      {
        NetworkInterfaceId: 'eni-1',
        Attachment: { InstanceId: 'i-1', Status: 'attached' },
        TagSet: [{ Key: 'Name', Value: 'web' }],
      },
      { NetworkInterfaceId: 'eni-2', Attachment: { InstanceId: 'i-1' }, RequesterManaged: true },
      { NetworkInterfaceId: 'eni-3', Attachment: { InstanceOwnerId: 'amazon-elb' } },
    ],
  });
  const found = await (await reader()).attached(['i-1'], ['volume', 'network-interface']);
  const [volume, eni] = ['volume', 'network-interface'];
  expect(found).toEqual([
    {
      resourceId: 'vol-1',
      type: volume,
      instanceIds: ['i-1'],
      managedByAws: false,
      tags: [
        { key: 'Owner', value: 'bob@ucsc.edu' },
        { key: 'Empty', value: '' },
      ],
    },
    { resourceId: 'vol-2', type: volume, instanceIds: ['i-1', 'i-2'], managedByAws: true, tags: [] },
    {
      resourceId: 'eni-1',
      type: eni,
      instanceIds: ['i-1'],
      managedByAws: false,
      tags: [{ key: 'Name', value: 'web' }],
    },
    { resourceId: 'eni-2', type: eni, instanceIds: ['i-1'], managedByAws: true, tags: [] },
  ]);
  const asked = {
    Filters: [{ Name: 'attachment.instance-id', Values: ['i-1'] }],
    MaxResults: 1000,
    IncludeManagedResources: true,
  };
  expect(ec2.commandCalls(DescribeVolumesCommand).map((call) => call.args[0].input)).toEqual([
    asked,
    { ...asked, NextToken: 'second' },
  ]);
  expect(ec2.commandCalls(DescribeNetworkInterfacesCommand).map((call) => call.args[0].input)).toEqual([
    asked,
  ]);
});

test('no more instances are asked about than a filter takes, and only the types that are wanted', async () => {
  ec2.on(DescribeVolumesCommand).resolves({});
  expect(await (await reader()).attached(instanceIds(201), ['volume'])).toEqual([]);
  const sizes = ec2
    .commandCalls(DescribeVolumesCommand)
    .map((call) => call.args[0].input.Filters?.[0]?.Values?.length);
  expect(sizes).toEqual([200, 1]);
  expect(ec2.commandCalls(DescribeNetworkInterfacesCommand)).toEqual([]);
});

test('instances are read as for a check', async () => {
  ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: [{ InstanceId: 'i-1' }] }] });
  const found = await (await reader()).find({ filter: 'instance-id', value: 'i-1' });
  expect(found.map(({ instanceId }) => instanceId)).toEqual(['i-1']);
});

describe('a tag', () => {
  const tag = () => tagAttachments(ec2In)(...PLACE, ['vol-1', 'eni-1'], { key: 'Owner', value: 'shared' });

  test('is written on all resources by one call', async () => {
    ec2.on(CreateTagsCommand).resolves({});
    expect(await tag()).toBe('written');
    expect(ec2.commandCalls(CreateTagsCommand).map((call) => call.args[0].input)).toEqual([
      { Resources: ['vol-1', 'eni-1'], Tags: [{ Key: 'Owner', Value: 'shared' }] },
    ]);
  });

  test.each([
    ['UnauthorizedOperation', 'refused'],
    ['InvalidVolume.NotFound', 'gone'],
    ['InvalidNetworkInterfaceID.NotFound', 'gone'],
    ['InvalidID', 'gone'],
    ['TagLimitExceeded', 'full'],
  ])('is not if EC2 says %s', async (name, result) => {
    ec2.on(CreateTagsCommand).rejects(new EC2ServiceException({ name, $fault: 'client', $metadata: {} }));
    expect(await tag()).toBe(result);
  });

  test('that EC2 cannot write now is an error', async () => {
    const name = 'RequestLimitExceeded';
    ec2.on(CreateTagsCommand).rejects(new EC2ServiceException({ name, $fault: 'client', $metadata: {} }));
    await expect(tag()).rejects.toThrow();
    ec2.on(CreateTagsCommand).rejects(new Error('socket'));
    await expect(tag()).rejects.toThrow('socket');
  });
});

test('a look is requested as JSON', async () => {
  const sqs = mockClient(SQSClient);
  sqs.on(SendMessageCommand).resolves({});
  const request = { accountId: '422448306679', region: 'us-west-2', instanceIds: ['i-1'] };
  await requestLook('the-queue')(request);
  expect(sqs.commandCalls(SendMessageCommand).map((call) => call.args[0].input)).toEqual([
    { QueueUrl: 'the-queue', MessageBody: JSON.stringify(request) },
  ]);
});
