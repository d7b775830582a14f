import { AutoScalingClient, DescribeTagsCommand as DescribeGroupTags } from '@aws-sdk/client-auto-scaling';
import { DescribeTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetAccountAuthorizationDetailsCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { ownedInIam, ownedInRegion } from '../../../cli/aws/owned-resources.ts';

const ACCOUNT = '422448306679';
const place = { accountId: ACCOUNT, region: 'us-west-2' };
const settings = { region: 'us-west-2' };
const alice = { key: 'Owner', value: 'alice@ucsc.edu' };

const [ec2, groups, tagging, iam] = [
  mockClient(EC2Client),
  mockClient(AutoScalingClient),
  mockClient(ResourceGroupsTaggingAPIClient),
  mockClient(IAMClient),
];
beforeEach(() => {
  for (const mock of [ec2, groups, tagging, iam]) mock.reset();
});

test('EC2, Auto Scaling and the tagging API are asked, page by page; EC2 answers for its own', async () => {
  const hers = { Key: 'Owner', Value: 'alice@ucsc.edu' };
  ec2
    .on(DescribeTagsCommand)
    .resolvesOnce({ Tags: [{ ...hers, ResourceId: 'i-1', ResourceType: 'instance' }], NextToken: 'more' })
    .resolvesOnce({ Tags: [{ ...hers, ResourceId: 'vol-1', ResourceType: 'volume' }] });
  groups.on(DescribeGroupTags).resolves({ Tags: [{ ...hers, ResourceId: 'workers' }] });
  tagging
    .on(GetResourcesCommand)
    .resolvesOnce({
      ResourceTagMappingList: [{ ResourceARN: `arn:aws:sqs:us-west-2:${ACCOUNT}:jobs` }],
      PaginationToken: 'more',
    })
    // What EC2 deleted long ago.
    .resolvesOnce({
      ResourceTagMappingList: [{ ResourceARN: `arn:aws:ec2:us-west-2:${ACCOUNT}:volume/vol-9` }],
    });
  expect(await ownedInRegion(alice, place, settings)).toEqual([
    { ...place, arn: `arn:aws:ec2:us-west-2:${ACCOUNT}:instance/i-1`, resourceType: 'ec2:instance' },
    { ...place, arn: `arn:aws:ec2:us-west-2:${ACCOUNT}:volume/vol-1`, resourceType: 'ec2:volume' },
    {
      ...place,
      arn: `arn:aws:autoscaling:us-west-2:${ACCOUNT}:autoScalingGroup:*:autoScalingGroupName/workers`,
      resourceType: 'autoscaling:autoScalingGroup',
    },
    { ...place, arn: `arn:aws:sqs:us-west-2:${ACCOUNT}:jobs`, resourceType: 'sqs' },
  ]);
  expect(tagging.commandCalls(GetResourcesCommand)[0]?.args[0].input).toMatchObject({
    TagFilters: [{ Key: 'Owner', Values: ['alice@ucsc.edu'] }],
  });
});

test('EC2 takes the name literally, and answers with other spellings are left out', async () => {
  ec2.on(DescribeTagsCommand).resolves({
    Tags: [
      { Key: 'owner', Value: 'a*@ucsc.edu', ResourceId: 'i-1', ResourceType: 'instance' },
      { Key: 'Owner', Value: 'ab@ucsc.edu', ResourceId: 'i-2', ResourceType: 'instance' },
    ],
  });
  groups.on(DescribeGroupTags).resolves({ Tags: [] });
  tagging.on(GetResourcesCommand).resolves({ ResourceTagMappingList: [] });
  expect(await ownedInRegion({ key: 'Owner', value: 'a*@ucsc.edu' }, place, settings)).toEqual([]);
  expect(ec2.commandCalls(DescribeTagsCommand)[0]?.args[0].input.Filters).toEqual([
    { Name: 'key', Values: ['Owner'] },
    { Name: 'value', Values: ['a\\*@ucsc.edu'] },
  ]);
});

test('a source that fails fails the Region: the rest would look like all', async () => {
  ec2.on(DescribeTagsCommand).resolves({ Tags: [] });
  groups.on(DescribeGroupTags).rejects(new Error('not allowed'));
  tagging.on(GetResourcesCommand).resolves({ ResourceTagMappingList: [] });
  await expect(ownedInRegion(alice, place, settings)).rejects.toThrow('not allowed');
});

test('roles and users come from IAM', async () => {
  const Tags = [{ Key: 'Owner', Value: 'alice@ucsc.edu' }];
  iam.on(GetAccountAuthorizationDetailsCommand).resolves({
    RoleDetailList: [
      { Arn: `arn:aws:iam::${ACCOUNT}:role/toil`, Tags },
      { Arn: `arn:aws:iam::${ACCOUNT}:role/other`, Tags: [{ Key: 'Owner', Value: 'bob@ucsc.edu' }] },
    ],
    UserDetailList: [{ Arn: `arn:aws:iam::${ACCOUNT}:user/robot`, Tags }],
  });
  const inIam = { accountId: ACCOUNT, region: 'global' };
  expect(await ownedInIam(alice, ACCOUNT, settings)).toEqual([
    { ...inIam, arn: `arn:aws:iam::${ACCOUNT}:role/toil`, resourceType: 'iam:role' },
    { ...inIam, arn: `arn:aws:iam::${ACCOUNT}:user/robot`, resourceType: 'iam:user' },
  ]);
});
