import type { CreationsEnvironment } from '../../lambdas/creations/handler.ts';
import { CreationMessage } from '../../lambdas/domain/creation/creation.ts';
import type { CreatedMessage } from '../../lambdas/domain/reminder/reminder.ts';
import type { NoticeEnvironment } from '../../lambdas/notice/environment.ts';
import type { RemindersEnvironment } from '../../lambdas/reminders/handler.ts';
import { AWS_URL } from './cold-start.ts';
import { ACCOUNT_ID, OWNER_TAG, TIMING } from './launch-events.ts';

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

const batch = (body: object) => ({ Records: [{ messageId: '1', body: JSON.stringify(body) }] });

/** The environments and first events of the functions for what is no instance: a queue, and a volume, without an Owner. */
export const firstEventsOfCreations = (notice: Record<keyof NoticeEnvironment, string>) => ({
  creations: {
    environment: {
      OWNER_TAG,
      TIMING,
      SUB_ACCOUNTS: `{"dry-run":{},"enforce":{"${ACCOUNT_ID}":"pangenomics"}}`,
      REMINDER_QUEUE_URL: `${AWS_URL}/1/reminders`,
    } satisfies Record<keyof CreationsEnvironment, string>,
    event: batch(
      creation(
        'sqs.amazonaws.com',
        'CreateQueue',
        { queueName: 'jobs' },
        { queueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT_ID}/jobs` },
      ),
    ),
  },
  reminders: {
    environment: {
      ...notice,
      EXEMPTIONS: '[]',
      GATEWAY_ACCOUNT_ID: '652235167018',
      TAGS_ROLE_NAME: 'tags',
      CORRECT_ROLE_NAME: 'correct',
      REMINDER_QUEUE_URL: `${AWS_URL}/1/reminders`,
      LOOK_UP_QUEUE_URL: `${AWS_URL}/1/questions`,
      MAIL_QUEUE_URL: `${AWS_URL}/1/mails`,
    } satisfies Record<keyof RemindersEnvironment, string>,
    event: batch({
      created: {
        accountId: ACCOUNT_ID,
        account: { name: 'pangenomics', mode: 'enforce' },
        region: REGION,
        at: '2026-11-03T16:00:00Z',
        eventId: '6f1d2a53-0d8f-4f0e-9a43-2f8f6a3a7b12',
        eventName: 'CreateVolume',
        resourceType: 'ec2:volume',
        arns: [`arn:aws:ec2:${REGION}:${ACCOUNT_ID}:volume/vol-0abc12def34567890`],
        identity: { is: 'identity-center-session', userName: Owner, roleName: 'dev', invokedBy: null },
      },
    } satisfies CreatedMessage),
  },
});
