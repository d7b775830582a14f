import { AutoScalingClient, DescribeTagsCommand as DescribeGroupTags } from '@aws-sdk/client-auto-scaling';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  CloudWatchLogsClient,
  ListTagsForResourceCommand as ListLogTags,
} from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ListTagsOfResourceCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeImagesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  DescribeVolumesCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  IAMClient,
  ListPolicyTagsCommand,
  ListRoleTagsCommand,
  ListUserTagsCommand,
} from '@aws-sdk/client-iam';
import { LambdaClient, ListTagsCommand } from '@aws-sdk/client-lambda';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { GetBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { ListTagsForResourceCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, ListQueueTagsCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { readResourceTags } from '../../../lambdas/aws/read-tags.ts';
import { at } from '../at.ts';

const ACCOUNT = '422448306679';
const tagging = mockClient(ResourceGroupsTaggingAPIClient);
const ec2 = mockClient(EC2Client);
const s3 = mockClient(S3Client);
const sqs = mockClient(SQSClient);
const sns = mockClient(SNSClient);
const dynamo = mockClient(DynamoDBClient);
const lambda = mockClient(LambdaClient);
const logs = mockClient(CloudWatchLogsClient);
const iam = mockClient(IAMClient);
const stacks = mockClient(CloudFormationClient);
const groups = mockClient(AutoScalingClient);
beforeEach(() => {
  for (const one of [tagging, ec2, s3, sqs, sns, dynamo, lambda, logs, iam, stacks, groups]) one.reset();
  tagging.on(GetResourcesCommand).resolves({ ResourceTagMappingList: [] });
});

const assume = async () => ({
  accessKeyId: 'ASIA',
  secretAccessKey: 'secret',
  sessionToken: 'token',
  expiration: at(60),
});
const read = (...resources: (readonly [resourceType: string, arn: string])[]) =>
  readResourceTags(assume)(
    ACCOUNT,
    'us-west-2',
    resources.map(([resourceType, arn]) => ({ resourceType, arn })),
  );
const named = (name: string): Error => Object.assign(new Error(`${name}: it does not exist`), { name });
const OWNER = [{ key: 'Owner', value: 'bob@ucsc.edu' }];
const LISTED = [{ Key: 'Owner', Value: 'bob@ucsc.edu' }];
const MAPPED = { Owner: 'bob@ucsc.edu' };
const BUCKET = ['s3', 'arn:aws:s3:::lab-data'] as const;
const DOMAIN = ['es:domain', `arn:aws:es:us-west-2:${ACCOUNT}:domain/d`] as const;

test('the tags of volumes and others of EC2 are read by one call, by id', async () => {
  ec2
    .on(DescribeTagsCommand)
    .resolves({ Tags: [{ ResourceId: 'vol-1', Key: 'Owner', Value: 'bob@ucsc.edu' }] });
  const volume = (id: string) => ['ec2:volume', `arn:aws:ec2:us-west-2:${ACCOUNT}:volume/${id}`] as const;
  const tags = await read(volume('vol-1'), volume('vol-2'));
  expect([...tags.values()]).toEqual([
    { is: 'tags', tags: OWNER },
    { is: 'tags', tags: [] },
  ]);
  expect(ec2.commandCalls(DescribeTagsCommand).map((call) => call.args[0].input.Filters)).toEqual([
    [{ Name: 'resource-id', Values: ['vol-1', 'vol-2'] }],
  ]);
  expect(tagging.calls()).toEqual([]);
});

describe('what EC2 shows no tags of', () => {
  const of = (type: string, id: string) =>
    [`ec2:${type}`, `arn:aws:ec2:us-west-2:${ACCOUNT}:${type}/${id}`] as const;
  const read3 = async (type: string) => {
    const three = ['1', '2', '3'].map((id) => of(type, id));
    return [...(await read(...three)).values()].map(({ is }) => is);
  };
  beforeEach(() => {
    ec2.on(DescribeTagsCommand).resolves({ Tags: [{ ResourceId: '1', Key: 'Name', Value: 'x' }] });
  });

  test('is gone if EC2 does not show it either', async () => {
    ec2
      .on(DescribeVolumesCommand)
      .resolves({ Volumes: [{ VolumeId: '2' }, { VolumeId: '3', State: 'deleting' }] });
    expect(await read3('volume')).toEqual(['tags', 'tags', 'gone']);
    expect(ec2.commandCalls(DescribeVolumesCommand).map((call) => call.args[0].input.Filters)).toEqual([
      [{ Name: 'volume-id', Values: ['2', '3'] }],
    ]);
    ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [{ GroupId: '3' }] });
    expect(await read3('security-group')).toEqual(['tags', 'gone', 'tags']);
    ec2.on(DescribeSnapshotsCommand).resolves({ Snapshots: [] });
    expect(await read3('snapshot')).toEqual(['tags', 'gone', 'gone']);
    ec2
      .on(DescribeImagesCommand)
      .resolves({ Images: [{ ImageId: '2', State: 'deregistered' }, { ImageId: '3' }] });
    expect(await read3('image')).toEqual(['tags', 'gone', 'tags']);
    ec2.on(DescribeNetworkInterfacesCommand).resolves({ NetworkInterfaces: [{ NetworkInterfaceId: '2' }] });
    expect(await read3('network-interface')).toEqual(['tags', 'tags', 'gone']);
    ec2.on(DescribeVpcsCommand).resolves({ Vpcs: [{ VpcId: '2' }] });
    expect(await read3('vpc')).toEqual(['tags', 'tags', 'gone']);
    ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [{ SubnetId: '2' }] });
    expect(await read3('subnet')).toEqual(['tags', 'tags', 'gone']);
  });

  test('is looked for on all pages, of which some are empty', async () => {
    ec2
      .on(DescribeSnapshotsCommand)
      .resolvesOnce({ Snapshots: [], NextToken: 'more' })
      .resolves({ Snapshots: [{ SnapshotId: '2' }, { SnapshotId: '3' }] });
    expect(await read3('snapshot')).toEqual(['tags', 'tags', 'tags']);
  });

  test('is there for all we know if EC2 does not answer, or is of another type', async () => {
    ec2.on(DescribeVolumesCommand).rejects(new Error('UnauthorizedOperation'));
    expect(await read3('volume')).toEqual(['tags', 'tags', 'tags']);
    expect(await read3('elastic-ip')).toEqual(['tags', 'tags', 'tags']);
  });
});

test('the others are asked of the tagging API, a hundred a call', async () => {
  const domain = (index: number) =>
    ['es:domain', `arn:aws:es:us-west-2:${ACCOUNT}:domain/d${index}`] as const;
  tagging.on(GetResourcesCommand).resolves({
    ResourceTagMappingList: [
      { ResourceARN: domain(7)[1], Tags: LISTED },
      { ResourceARN: domain(8)[1], Tags: [] },
    ],
  });
  const tags = await read(...Array.from({ length: 150 }, (_, index) => domain(index)));
  expect(tags.get(domain(7)[1])).toEqual({ is: 'tags', tags: OWNER });
  // It was tagged once.
  expect(tags.get(domain(8)[1])).toEqual({ is: 'tags', tags: [] });
  // It was never tagged, is gone, or is of a type that the API does not know.
  expect(tags.get(domain(9)[1])).toEqual({ is: 'unreadable' });
  const asked = tagging
    .commandCalls(GetResourcesCommand)
    .map((call) => call.args[0].input.ResourceARNList?.length);
  expect(asked).toEqual([100, 50]);
});

test('an ARN that the tagging API refuses is not shown, and costs no other its answer', async () => {
  tagging.on(GetResourcesCommand).callsFake(({ ResourceARNList }: { ResourceARNList: string[] }) => {
    if (ResourceARNList.includes('arn:bad')) throw named('InvalidParameterException');
    return { ResourceTagMappingList: ResourceARNList.map((ResourceARN) => ({ ResourceARN, Tags: LISTED })) };
  });
  const tags = await read(DOMAIN, ['es:domain', 'arn:bad'], ['es:domain', `${DOMAIN[1]}2`]);
  expect([...tags.values()].map(({ is }) => is)).toEqual(['tags', 'unreadable', 'tags']);
});

describe('what the tagging API does not show is asked of the service itself:', () => {
  test.each<[string, string, () => unknown]>([
    [
      's3',
      'arn:aws:s3:::b',
      () => s3.on(GetBucketTaggingCommand, { Bucket: 'b' }).resolves({ TagSet: LISTED }),
    ],
    [
      'sqs',
      `arn:aws:sqs:us-west-2:${ACCOUNT}:q`,
      () => {
        sqs.on(GetQueueUrlCommand, { QueueName: 'q' }).resolves({ QueueUrl: 'u' });
        sqs.on(ListQueueTagsCommand, { QueueUrl: 'u' }).resolves({ Tags: MAPPED });
      },
    ],
    [
      'sns',
      `arn:aws:sns:us-west-2:${ACCOUNT}:t`,
      () => sns.on(ListTagsForResourceCommand).resolves({ Tags: LISTED }),
    ],
    [
      'dynamodb:table',
      `arn:aws:dynamodb:us-west-2:${ACCOUNT}:table/t`,
      () => dynamo.on(ListTagsOfResourceCommand).resolves({ Tags: LISTED }),
    ],
    [
      'lambda:function',
      `arn:aws:lambda:us-west-2:${ACCOUNT}:function:f`,
      () => lambda.on(ListTagsCommand).resolves({ Tags: MAPPED }),
    ],
    [
      'logs:log-group',
      `arn:aws:logs:us-west-2:${ACCOUNT}:log-group:g:*`,
      () =>
        logs
          .on(ListLogTags, { resourceArn: `arn:aws:logs:us-west-2:${ACCOUNT}:log-group:g` })
          .resolves({ tags: MAPPED }),
    ],
    [
      'iam:role',
      `arn:aws:iam::${ACCOUNT}:role/p/r`,
      () => iam.on(ListRoleTagsCommand, { RoleName: 'r' }).resolves({ Tags: LISTED }),
    ],
    [
      'iam:user',
      `arn:aws:iam::${ACCOUNT}:user/u`,
      () => iam.on(ListUserTagsCommand, { UserName: 'u' }).resolves({ Tags: LISTED }),
    ],
    [
      'iam:policy',
      `arn:aws:iam::${ACCOUNT}:policy/p`,
      () => iam.on(ListPolicyTagsCommand).resolves({ Tags: LISTED }),
    ],
    [
      'cloudformation:stack',
      `arn:aws:cloudformation:us-west-2:${ACCOUNT}:stack/s/1`,
      () =>
        stacks.on(DescribeStacksCommand).resolves({
          Stacks: [{ StackName: 's', CreationTime: at(0), StackStatus: 'CREATE_COMPLETE', Tags: LISTED }],
        }),
    ],
    [
      'autoscaling:autoScalingGroup',
      `arn:aws:autoscaling:us-west-2:${ACCOUNT}:autoScalingGroup:*:autoScalingGroupName/g`,
      () =>
        groups
          .on(DescribeGroupTags, { Filters: [{ Name: 'auto-scaling-group', Values: ['g'] }] })
          .resolves({ Tags: LISTED }),
    ],
  ])('%s', async (resourceType, arn, answers) => {
    answers();
    expect([...(await read([resourceType, arn])).values()]).toEqual([{ is: 'tags', tags: OWNER }]);
  });
});

test('a bucket without a tag set has no tags, and one that does not exist is gone', async () => {
  s3.on(GetBucketTaggingCommand).rejects(named('NoSuchTagSet'));
  expect((await read(BUCKET)).get(BUCKET[1])).toEqual({ is: 'tags', tags: [] });
  s3.on(GetBucketTaggingCommand).rejects(named('NoSuchBucket'));
  expect((await read(BUCKET)).get(BUCKET[1])).toEqual({ is: 'gone' });
  const stack = ['cloudformation:stack', 'arn:aws:cloudformation:us-west-2:1:stack/s/1'] as const;
  stacks.on(DescribeStacksCommand).rejects(named('ValidationError'));
  expect((await read(stack)).get(stack[1])).toEqual({ is: 'gone' });
});

test('a service that refuses to show one resource does not hide the others', async () => {
  s3.on(GetBucketTaggingCommand).rejects(named('AccessDenied'));
  dynamo.on(ListTagsOfResourceCommand).resolves({ Tags: LISTED });
  const table = ['dynamodb:table', `arn:aws:dynamodb:us-west-2:${ACCOUNT}:table/t`] as const;
  const answers = await read(BUCKET, table);
  expect(answers.get(BUCKET[1])).toEqual({ is: 'not-answered', error: named('AccessDenied') });
  expect(answers.get(table[1])).toEqual({ is: 'tags', tags: OWNER });
});

test('any other error of the tagging API is thrown, so that the queue delivers the messages again', async () => {
  tagging.on(GetResourcesCommand).rejects(named('ThrottledException'));
  await expect(read(DOMAIN)).rejects.toThrow('ThrottledException');
});
