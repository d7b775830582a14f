import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateSecurityGroupCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreatePolicyCommand, CreateRoleCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { assumeRole } from '../../lambdas/aws/credentials.ts';
import { readResourceTags } from '../../lambdas/aws/read-tags.ts';
import { stsOf } from './moto-clients.ts';
import { rootOf } from './root-of.ts';
import { ENFORCED, variable } from './stacks.ts';

// The embedded AWS answers by what records show, which test/local covers.

const { accountId, region } = ENFORCED;
const settings = { region, credentials: rootOf(accountId) };
const read = readResourceTags(
  assumeRole(variable('reminders', 'TAGS_ROLE_NAME'), 'reminders', stsOf('reminders')),
);

const OWNER = { Owner: 'zoë+50%=&?<1>@ucsc.edu' };
const Tags = Object.entries(OWNER).map(([Key, Value]) => ({ Key, Value }));
const policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
const allow = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }],
});

const s3 = new S3Client(settings);
const iam = new IAMClient({ ...settings, region: 'us-east-1' });

/** Creates one of a type, with that name and with the Owner or without. Returns its ARN. */
const MAKERS: Readonly<Record<string, (name: string, isTagged: boolean) => Promise<string>>> = {
  s3: async (Bucket, isTagged) => {
    const CreateBucketConfiguration = { LocationConstraint: 'us-west-2' as const };
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    if (isTagged) await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: Tags } }));
    return `arn:aws:s3:::${Bucket}`;
  },
  sqs: async (QueueName, isTagged) => {
    await new SQSClient(settings).send(
      new CreateQueueCommand({ QueueName, ...(isTagged ? { tags: OWNER } : {}) }),
    );
    return `arn:aws:sqs:${region}:${accountId}:${QueueName}`;
  },
  sns: async (Name, isTagged) => {
    await new SNSClient(settings).send(new CreateTopicCommand({ Name, ...(isTagged ? { Tags } : {}) }));
    return `arn:aws:sns:${region}:${accountId}:${Name}`;
  },
  'dynamodb:table': async (TableName, isTagged) => {
    await new DynamoDBClient(settings).send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        ...(isTagged ? { Tags } : {}),
      }),
    );
    return `arn:aws:dynamodb:${region}:${accountId}:table/${TableName}`;
  },
  'logs:log-group': async (logGroupName, isTagged) => {
    await new CloudWatchLogsClient(settings).send(
      new CreateLogGroupCommand({ logGroupName, ...(isTagged ? { tags: OWNER } : {}) }),
    );
    return `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}`;
  },
  'iam:role': async (RoleName, isTagged) => {
    const given = { RoleName, AssumeRolePolicyDocument: policy, ...(isTagged ? { Tags } : {}) };
    return (await iam.send(new CreateRoleCommand(given))).Role?.Arn ?? '';
  },
  'iam:user': async (UserName, isTagged) =>
    (await iam.send(new CreateUserCommand({ UserName, ...(isTagged ? { Tags } : {}) }))).User?.Arn ?? '',
  'iam:policy': async (PolicyName, isTagged) => {
    const given = { PolicyName, PolicyDocument: allow, ...(isTagged ? { Tags } : {}) };
    return (await iam.send(new CreatePolicyCommand(given))).Policy?.Arn ?? '';
  },
  'ec2:security-group': async (GroupName, isTagged) => {
    const specification = { ResourceType: 'security-group' as const, Tags };
    const { GroupId } = await new EC2Client(settings).send(
      new CreateSecurityGroupCommand({
        GroupName,
        Description: 'of a test',
        ...(isTagged ? { TagSpecifications: [specification] } : {}),
      }),
    );
    return `arn:aws:ec2:${region}:${accountId}:security-group/${GroupId}`;
  },
};

describe('tags are read in moto', () => {
  test.each(Object.entries(MAKERS))('of %s: tagged, never tagged, and gone', async (resourceType, make) => {
    const name = `read-tags-${resourceType.replace(':', '-')}`;
    const tagged = await make(`${name}-tagged`, true);
    const untagged = await make(`${name}-untagged`, false);
    const gone = untagged.endsWith('untagged')
      ? untagged.replace('untagged', 'gone')
      : untagged.replace(/sg-.+/, 'sg-0fffffffffffffff0');
    const found = await read(
      accountId,
      region,
      [tagged, untagged, gone].map((arn) => ({ arn, resourceType })),
    );
    expect(Object.fromEntries(found)).toEqual({
      [tagged]: { is: 'tags', tags: [{ key: 'Owner', value: OWNER.Owner }] },
      [untagged]: { is: 'tags', tags: [] },
      [gone]: { is: 'gone' },
    });
  });

  test('of a type without a call of its own: what was never tagged cannot be read', async () => {
    const arn = `arn:aws:kinesis:${region}:${accountId}:stream/never-tagged`;
    const found = await read(accountId, region, [{ arn, resourceType: 'kinesis:stream' }]);
    expect(found.get(arn)).toEqual({ is: 'unreadable' });
  });
});
