import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateSecurityGroupCommand, CreateVolumeCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { HUB_REGION } from './configuration.ts';
import type { RecordedCall } from './record.ts';
import type { ClientOptions } from './target.ts';

/** Where something is created, and by whom. */
export type Place = {
  readonly accountId: string;
  readonly region: typeof HUB_REGION;
  readonly client: ClientOptions;
};

/** What its maker gives it in the call. */
type Tags = Readonly<Record<string, string>>;

/** What was created, and the call as CloudTrail records it. */
export type Made = {
  readonly arn: string;
  readonly call: Pick<RecordedCall, 'service' | 'eventName' | 'requestParameters' | 'responseElements'>;
};

type Call = Made['call'];

const madeBy = (
  arn: string,
  [service, eventName]: readonly [Call['service'], string],
  requestParameters: object,
  responseElements: object | null,
): Made => ({ arn, call: { service, eventName, requestParameters, responseElements } });

const asked = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
const recorded = (tags: Tags) => Object.entries(tags).map(([key, value]) => ({ key, value }));

/** Tags as EC2 takes them in a call, and as CloudTrail records them. */
const ec2Tags = (type: 'volume' | 'security-group', tags: Tags) =>
  Object.keys(tags).length === 0
    ? { input: {}, parameters: {} }
    : {
        input: { TagSpecifications: [{ ResourceType: type, Tags: asked(tags) }] },
        parameters: { tagSpecificationSet: { items: [{ resourceType: type, tags: recorded(tags) }] } },
      };

const makeVolume = async ({ accountId, region, client }: Place, tags: Tags = {}): Promise<Made> => {
  const zone = `${region}a`;
  const { input, parameters } = ec2Tags('volume', tags);
  const { VolumeId = '', CreateTime } = await new EC2Client(client).send(
    new CreateVolumeCommand({ AvailabilityZone: zone, Size: 1, ...input }),
  );
  return madeBy(
    `arn:aws:ec2:${region}:${accountId}:volume/${VolumeId}`,
    ['ec2', 'CreateVolume'],
    { size: '1', zone, ...parameters },
    {
      volumeId: VolumeId,
      size: '1',
      zone,
      status: 'creating',
      createTime: CreateTime?.getTime(),
      volumeType: 'gp2',
      encrypted: false,
    },
  );
};

const makeSecurityGroup = async (
  { accountId, region, client }: Place,
  name: string,
  tags: Tags = {},
): Promise<Made> => {
  const groupDescription = 'of the end-to-end test';
  const { input, parameters } = ec2Tags('security-group', tags);
  const { GroupId = '' } = await new EC2Client(client).send(
    new CreateSecurityGroupCommand({ GroupName: name, Description: groupDescription, ...input }),
  );
  return madeBy(
    `arn:aws:ec2:${region}:${accountId}:security-group/${GroupId}`,
    ['ec2', 'CreateSecurityGroup'],
    { groupName: name, groupDescription, ...parameters },
    { _return: true, groupId: GroupId },
  );
};

const makeBucket = async ({ accountId, region, client }: Place, name: string): Promise<Made> => {
  // Names of buckets are unique in all accounts.
  const bucketName = `${name}-${accountId}`;
  const xmlns = 'http://s3.amazonaws.com/doc/2006-03-01/';
  await new S3Client(client).send(
    new CreateBucketCommand({
      Bucket: bucketName,
      CreateBucketConfiguration: { LocationConstraint: region },
    }),
  );
  return madeBy(
    `arn:aws:s3:::${bucketName}`,
    ['s3', 'CreateBucket'],
    {
      CreateBucketConfiguration: { LocationConstraint: region, xmlns },
      bucketName,
      Host: `s3.${region}.amazonaws.com`,
    },
    null,
  );
};

/** Makes a queue. The same call again answers with the same queue. */
export const makeQueue = async ({ accountId, region, client }: Place, name: string): Promise<Made> => {
  await new SQSClient(client).send(new CreateQueueCommand({ QueueName: name }));
  return madeBy(
    `arn:aws:sqs:${region}:${accountId}:${name}`,
    ['sqs', 'CreateQueue'],
    { queueName: name, attributes: {} },
    { queueUrl: `https://sqs.${region}.amazonaws.com/${accountId}/${name}` },
  );
};

const makeTable = async ({ client }: Place, name: string, tags: Tags = {}): Promise<Made> => {
  const isTagged = Object.keys(tags).length > 0;
  const { TableDescription } = await new DynamoDBClient(client).send(
    new CreateTableCommand({
      TableName: name,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      ...(isTagged ? { Tags: asked(tags) } : {}),
    }),
  );
  const arn = TableDescription?.TableArn ?? '';
  const described = {
    attributeDefinitions: [{ attributeName: 'id', attributeType: 'S' }],
    tableName: name,
    keySchema: [{ attributeName: 'id', keyType: 'HASH' }],
  };
  return madeBy(
    arn,
    ['dynamodb', 'CreateTable'],
    {
      ...described,
      billingMode: 'PAY_PER_REQUEST',
      ...(isTagged ? { tags: recorded(tags) } : {}),
    },
    { tableDescription: { ...described, tableStatus: 'CREATING', tableArn: arn } },
  );
};

const makeTopic = async ({ client }: Place, name: string): Promise<Made> => {
  const { TopicArn = '' } = await new SNSClient(client).send(new CreateTopicCommand({ Name: name }));
  return madeBy(TopicArn, ['sns', 'CreateTopic'], { name, tags: [] }, { topicArn: TopicArn });
};

const makeLogGroup = async ({ accountId, region, client }: Place, name: string): Promise<Made> => {
  await new CloudWatchLogsClient(client).send(new CreateLogGroupCommand({ logGroupName: name }));
  return madeBy(
    `arn:aws:logs:${region}:${accountId}:log-group:${name}`,
    ['logs', 'CreateLogGroup'],
    { logGroupName: name },
    null,
  );
};

/** A stack that creates nothing else. */
const TEMPLATE = { Resources: { Nothing: { Type: 'AWS::CloudFormation::WaitConditionHandle' } } };

const makeStack = async ({ client }: Place, name: string): Promise<Made> => {
  const { StackId = '' } = await new CloudFormationClient(client).send(
    new CreateStackCommand({ StackName: name, TemplateBody: JSON.stringify(TEMPLATE) }),
  );
  return madeBy(
    StackId,
    ['cloudformation', 'CreateStack'],
    {
      stackName: name,
      disableRollback: false,
      capabilities: [],
      parameters: [],
      tags: [],
    },
    { stackId: StackId },
  );
};

/** Makes one thing of each type. */
export const MAKERS = {
  volume: makeVolume,
  'security group': makeSecurityGroup,
  bucket: makeBucket,
  queue: makeQueue,
  table: makeTable,
  topic: makeTopic,
  'log group': makeLogGroup,
  stack: makeStack,
} as const;
