import type { ResourceTagMapping } from '@aws-sdk/client-resource-groups-tagging-api';
import { mapConcurrently } from '../concurrency.ts';
import { chunksOf, idInArn, type Tag } from '../domain/instances.ts';
import type { ReadTags, TagsAnswer } from '../domain/reminder/reminder.ts';
import type { AssumeRole, RoleCredentials } from './credentials.ts';

/** A resource whose tags are read. */
export type TaggedResource = { readonly arn: string; readonly resourceType: string };

/**
 * Reads the tags of resources of one account and Region, by ARN. EC2's come from DescribeTags, others from the tagging API. That
 * leaves out what was never tagged: then the service itself is asked, where one call of it does that (OWN_READERS).
 *
 * @throws any error of EC2 and of the tagging API, whose calls read many resources
 */
export type ReadResourceTags = (
  accountId: string,
  region: string,
  resources: readonly TaggedResource[],
) => Promise<ReadonlyMap<string, TagsAnswer>>;

type Settings = {
  readonly region: string;
  readonly credentials: RoleCredentials;
  readonly maxAttempts: number;
};

type SdkTag = { readonly Key?: string | undefined; readonly Value?: string | undefined };

const listed = (tags: readonly SdkTag[] = []): Tag[] =>
  tags.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value }));

const mapped = (tags: Readonly<Record<string, string>> = {}): Tag[] =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

/** The part of an ARN after the account. */
const resourceIn = (arn: string): string => arn.split(':').slice(5).join(':');

/** Reads the tags of one resource. */
type OwnReader = (arn: string, settings: Settings) => Promise<Tag[]>;

/**
 * The call of a service that reads the tags of one resource, by type. Each SDK is loaded on its first use: most batches need
 * one or two.
 */
const OWN_READERS: Readonly<Record<string, OwnReader>> = {
  s3: async (arn, settings) => {
    const { S3Client, GetBucketTaggingCommand } = await import('@aws-sdk/client-s3');
    // The bucket may be in another Region than the call that created it.
    const s3 = new S3Client({ ...settings, followRegionRedirects: true });
    const answer = await s3.send(new GetBucketTaggingCommand({ Bucket: resourceIn(arn) }));
    return listed(answer.TagSet);
  },
  sqs: async (arn, settings) => {
    const { SQSClient, GetQueueUrlCommand, ListQueueTagsCommand } = await import('@aws-sdk/client-sqs');
    const sqs = new SQSClient(settings);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: resourceIn(arn) }));
    return mapped((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags);
  },
  sns: async (arn, settings) => {
    const { SNSClient, ListTagsForResourceCommand } = await import('@aws-sdk/client-sns');
    const sns = new SNSClient(settings);
    return listed((await sns.send(new ListTagsForResourceCommand({ ResourceArn: arn }))).Tags);
  },
  'dynamodb:table': async (arn, settings) => {
    const { DynamoDBClient, ListTagsOfResourceCommand } = await import('@aws-sdk/client-dynamodb');
    const dynamo = new DynamoDBClient(settings);
    return listed((await dynamo.send(new ListTagsOfResourceCommand({ ResourceArn: arn }))).Tags);
  },
  'lambda:function': async (arn, settings) => {
    const { LambdaClient, ListTagsCommand } = await import('@aws-sdk/client-lambda');
    const lambda = new LambdaClient(settings);
    return mapped((await lambda.send(new ListTagsCommand({ Resource: arn }))).Tags);
  },
  'logs:log-group': async (arn, settings) => {
    const { CloudWatchLogsClient, ListTagsForResourceCommand } = await import(
      '@aws-sdk/client-cloudwatch-logs'
    );
    const logs = new CloudWatchLogsClient(settings);
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html
    const resourceArn = arn.replace(/:\*$/, '');
    return mapped((await logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags);
  },
  'iam:role': async (arn, settings) => {
    const { IAMClient, ListRoleTagsCommand } = await import('@aws-sdk/client-iam');
    const iam = new IAMClient(settings);
    return listed((await iam.send(new ListRoleTagsCommand({ RoleName: idInArn(arn) }))).Tags);
  },
  'iam:user': async (arn, settings) => {
    const { IAMClient, ListUserTagsCommand } = await import('@aws-sdk/client-iam');
    const iam = new IAMClient(settings);
    return listed((await iam.send(new ListUserTagsCommand({ UserName: idInArn(arn) }))).Tags);
  },
  'iam:policy': async (arn, settings) => {
    const { IAMClient, ListPolicyTagsCommand } = await import('@aws-sdk/client-iam');
    const iam = new IAMClient(settings);
    return listed((await iam.send(new ListPolicyTagsCommand({ PolicyArn: arn }))).Tags);
  },
  'cloudformation:stack': async (arn, settings) => {
    const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
    const cloudFormation = new CloudFormationClient(settings);
    const { Stacks: [stack] = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: arn }));
    return listed(stack?.Tags);
  },
  'autoscaling:autoScalingGroup': async (arn, settings) => {
    const { AutoScalingClient, DescribeTagsCommand } = await import('@aws-sdk/client-auto-scaling');
    const autoScaling = new AutoScalingClient(settings);
    const Filters = [{ Name: 'auto-scaling-group', Values: [idInArn(arn)] }];
    return listed((await autoScaling.send(new DescribeTagsCommand({ Filters }))).Tags);
  },
};

/** Whether a service's own call reads the tags of a type. */
export const hasOwnReader = (resourceType: string): boolean => Object.hasOwn(OWN_READERS, resourceType);

/** Errors that say that a resource does not exist, by the services above. */
const GONE: readonly string[] = [
  'NoSuchBucket',
  'QueueDoesNotExist',
  'AWS.SimpleQueueService.NonExistentQueue',
  'NotFoundException',
  'ResourceNotFoundException',
  'NoSuchEntityException',
];

const nameOfError = (error: unknown): string => (error instanceof Error ? error.name : '');

const readOne = async (read: OwnReader, arn: string, settings: Settings): Promise<TagsAnswer> => {
  try {
    return { is: 'tags', tags: await read(arn, settings) };
  } catch (error) {
    const name = nameOfError(error);
    // S3 has no tag set for a bucket that was never tagged.
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html
    if (name === 'NoSuchTagSet') return { is: 'tags', tags: [] };
    const isNoStack = name === 'ValidationError' && /does not exist/.test(String(error));
    if (isNoStack || GONE.includes(name)) return { is: 'gone' };
    return { is: 'not-answered', error };
  }
};

const EC2 = 'ec2:';

/** Loads EC2's SDK where it is needed. */
const readEc2 = async (
  resources: readonly TaggedResource[],
  settings: Settings,
): Promise<readonly (readonly [string, ReadTags])[]> => {
  if (resources.length === 0) return [];
  const { readEc2Tags } = await import('./read-ec2-tags.ts');
  return readEc2Tags(resources, settings);
};

/** https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html */
const ARNS_PER_CALL = 100;

/** Reads some ARNs. One that the API takes for none fails the whole call: then each half is asked for. */
const getResources = async (
  arns: readonly string[],
  ask: (arns: string[]) => Promise<ResourceTagMapping[]>,
): Promise<ResourceTagMapping[]> => {
  try {
    return await ask([...arns]);
  } catch (error) {
    if (nameOfError(error) !== 'InvalidParameterException') throw error;
    if (arns.length === 1) return [];
    const half = Math.ceil(arns.length / 2);
    return [
      ...(await getResources(arns.slice(0, half), ask)),
      ...(await getResources(arns.slice(half), ask)),
    ];
  }
};

/** What the tagging API shows, by ARN. */
const readByTaggingApi = async (
  arns: readonly string[],
  settings: Settings,
): Promise<ReadonlyMap<string, Tag[]>> => {
  if (arns.length === 0) return new Map();
  const { ResourceGroupsTaggingAPIClient, GetResourcesCommand } = await import(
    '@aws-sdk/client-resource-groups-tagging-api'
  );
  const tagging = new ResourceGroupsTaggingAPIClient(settings);
  const ask = async (ResourceARNList: string[]): Promise<ResourceTagMapping[]> =>
    (await tagging.send(new GetResourcesCommand({ ResourceARNList }))).ResourceTagMappingList ?? [];
  const found = new Map<string, Tag[]>();
  for (const some of chunksOf(arns, ARNS_PER_CALL))
    for (const { ResourceARN = '', Tags } of await getResources(some, ask))
      found.set(ResourceARN, listed(Tags));
  return found;
};

/** Types of which the tagging API knows nothing, or whose ARN the record does not show whole. */
const NOT_IN_TAGGING_API = /^(iam:(role|user)|autoscaling:autoScalingGroup)$/;

/** The service's own call is made for this many resources at once. */
const CONCURRENCY = 5;

/** Reads with the role of this name in each account. Eight attempts last through half a minute of throttling. */
export const readResourceTags =
  (assumeRole: AssumeRole): ReadResourceTags =>
  async (accountId, region, resources) => {
    const settings = { region, credentials: await assumeRole(accountId), maxAttempts: 8 };
    const [ofEc2, others] = [true, false].map((isEc2) =>
      resources.filter(({ resourceType }) => resourceType.startsWith(EC2) === isEc2),
    );
    const inApi = (others ?? []).filter(({ resourceType }) => !NOT_IN_TAGGING_API.test(resourceType));
    const shown = await readByTaggingApi(
      inApi.map(({ arn }) => arn),
      settings,
    );
    const read = new Map<string, TagsAnswer>(await readEc2(ofEc2 ?? [], settings));
    await mapConcurrently(CONCURRENCY, others ?? [], async ({ arn, resourceType }) => {
      const tags = shown.get(arn);
      const own = OWN_READERS[resourceType];
      // What the API shows may be gone, or stale; but tags that it shows were written.
      if (tags && tags.length > 0) read.set(arn, { is: 'tags', tags });
      else if (own) read.set(arn, await readOne(own, arn, settings));
      else read.set(arn, tags ? { is: 'tags', tags } : { is: 'unreadable' });
    });
    return read;
  };
