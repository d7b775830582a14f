import { CreationMessage } from '../../lambdas/domain/creation/creation.ts';
import { ACCOUNT_ID } from './launch-events.ts';

const REGION = 'us-west-2';
const Owner = 'bob@ucsc.edu';

const creation = (
  eventSource: string,
  eventName: string,
  requestParameters: object,
  responseElements: object | null,
) =>
  CreationMessage.parse({
    account: ACCOUNT_ID,
    region: REGION,
    detail: {
      eventTime: '2026-11-03T16:00:00Z',
      eventSource,
      eventName,
      eventID: '6f1d2a53-0d8f-4f0e-9a43-2f8f6a3a7b12',
      userIdentity: { type: 'IAMUser', userName: Owner, accountId: ACCOUNT_ID, accessKeyId: 'ASIA0' },
      userAgent: 'aws-cli/2.32.0',
      requestParameters,
      responseElements,
    },
  });

/** Parsed creations, one of each way in which the resource and the tags are found. */
export const creationEvents: readonly CreationMessage[] = [
  creation(
    'ec2.amazonaws.com',
    'CreateVolume',
    {
      size: '8',
      zone: 'us-west-2a',
      tagSpecificationSet: { items: [{ resourceType: 'volume', tags: [{ key: 'Owner', value: Owner }] }] },
    },
    {
      volumeId: 'vol-0abc12def34567890',
      size: '8',
      zone: 'us-west-2a',
      status: 'creating',
      tagSet: { items: [] },
    },
  ),
  creation(
    's3.amazonaws.com',
    'CreateBucket',
    { bucketName: 'lab-reads', Host: 's3.us-west-2.amazonaws.com' },
    null,
  ),
  creation(
    'dynamodb.amazonaws.com',
    'CreateTable',
    {
      tableName: 'reads',
      billingMode: 'PAY_PER_REQUEST',
      keySchema: [{ attributeName: 'id', keyType: 'HASH' }],
      tags: [{ key: 'Owner', value: Owner }],
    },
    {
      tableDescription: {
        tableName: 'reads',
        tableStatus: 'CREATING',
        tableArn: `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/reads`,
      },
    },
  ),
  creation(
    'sqs.amazonaws.com',
    'CreateQueue',
    { queueName: 'jobs', attributes: { FifoQueue: 'false' } },
    { queueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT_ID}/jobs` },
  ),
  creation(
    'lambda.amazonaws.com',
    'CreateFunction20150331',
    { functionName: 'align', tags: { Owner } },
    {
      functionArn: `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:align`,
      role: `arn:aws:iam::${ACCOUNT_ID}:role/align`,
    },
  ),
  creation('kms.amazonaws.com', 'CreateGrant', { keyId: 'k' }, { grantId: 'g' }),
];
