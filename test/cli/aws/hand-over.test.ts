import { AutoScalingClient, CreateOrUpdateTagsCommand } from '@aws-sdk/client-auto-scaling';
import { CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient, TagRoleCommand, TagUserCommand } from '@aws-sdk/client-iam';
import {
  ResourceGroupsTaggingAPIClient,
  TagResourcesCommand,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { handOver } from '../../../cli/aws/hand-over.ts';
import type { OwnedResource } from '../../../cli/aws/owned-resources.ts';

const bob = { key: 'Owner', value: 'bob@ucsc.edu' };
const Tags = [{ Key: 'Owner', Value: 'bob@ucsc.edu' }];

const [ec2, groups, tagging, iam] = [
  mockClient(EC2Client),
  mockClient(AutoScalingClient),
  mockClient(ResourceGroupsTaggingAPIClient),
  mockClient(IAMClient),
];
beforeEach(() => {
  for (const mock of [ec2, groups, tagging, iam]) mock.reset();
  ec2.onAnyCommand().resolves({});
  groups.onAnyCommand().resolves({});
  tagging.onAnyCommand().resolves({});
  iam.onAnyCommand().resolves({});
});

const one = (arn: string, resourceType: string): OwnedResource => ({
  arn,
  resourceType,
  accountId: '1',
  region: 'us-west-2',
});
const volume = (id: string) => one(`arn:aws:ec2:us-west-2:1:volume/${id}`, 'ec2:volume');
const queue = (name: string) => one(`arn:aws:sqs:us-west-2:1:${name}`, 'sqs');

const give = (resources: readonly OwnedResource[]) => handOver(resources, bob, { region: 'us-west-2' });

test('each is tagged by the service that takes the tag', async () => {
  const failed = await give([
    volume('vol-1'),
    volume('vol-2'),
    one(
      'arn:aws:autoscaling:us-west-2:1:autoScalingGroup:*:autoScalingGroupName/workers',
      'autoscaling:autoScalingGroup',
    ),
    one('arn:aws:iam::1:role/path/toil', 'iam:role'),
    one('arn:aws:iam::1:user/robot', 'iam:user'),
    queue('jobs'),
  ]);
  expect(failed).toEqual([]);
  const inputs = [
    ec2.commandCalls(CreateTagsCommand),
    groups.commandCalls(CreateOrUpdateTagsCommand),
    iam.commandCalls(TagRoleCommand),
    iam.commandCalls(TagUserCommand),
    tagging.commandCalls(TagResourcesCommand),
  ].map((calls) => calls.map(({ args: [{ input }] }) => input));
  expect(inputs).toEqual([
    [{ Resources: ['vol-1', 'vol-2'], Tags }],
    [
      {
        Tags: [
          {
            ResourceId: 'workers',
            ResourceType: 'auto-scaling-group',
            Key: 'Owner',
            Value: 'bob@ucsc.edu',
            PropagateAtLaunch: true,
          },
        ],
      },
    ],
    [{ RoleName: 'toil', Tags }],
    [{ UserName: 'robot', Tags }],
    [{ ResourceARNList: ['arn:aws:sqs:us-west-2:1:jobs'], Tags: { Owner: 'bob@ucsc.edu' } }],
  ]);
});

test('the tagging API takes twenty at a time, and says which it did not tag', async () => {
  tagging
    .on(TagResourcesCommand)
    .resolvesOnce({ FailedResourcesMap: { 'arn:aws:sqs:us-west-2:1:q3': { ErrorMessage: 'is gone' } } })
    .resolves({});
  const failed = await give(Array.from({ length: 45 }, (_, index) => queue(`q${index}`)));
  expect(failed).toEqual([{ arn: 'arn:aws:sqs:us-west-2:1:q3', reason: 'is gone' }]);
  const sizes = tagging
    .commandCalls(TagResourcesCommand)
    .map(({ args: [{ input }] }) => input.ResourceARNList?.length);
  expect(sizes).toEqual([20, 20, 5]);
});

test('one that EC2 refuses does not stop the others', async () => {
  ec2.on(CreateTagsCommand).callsFake(({ Resources }: { Resources: string[] }) => {
    if (Resources.includes('vol-2')) throw new Error('vol-2 does not exist');
    return {};
  });
  expect(await give([volume('vol-1'), volume('vol-2'), volume('vol-3')])).toEqual([
    { arn: 'arn:aws:ec2:us-west-2:1:volume/vol-2', reason: 'vol-2 does not exist' },
  ]);
  expect(ec2.commandCalls(CreateTagsCommand).map(({ args: [{ input }] }) => input.Resources)).toEqual([
    ['vol-1', 'vol-2', 'vol-3'],
    ['vol-1'],
    ['vol-2'],
    ['vol-3'],
  ]);
});
