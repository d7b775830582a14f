import type { AttributeEnvironment } from '../../lambdas/attribute/handler.ts';
import type { DirectoryEnvironment } from '../../lambdas/directory/handler.ts';
import type { AttributeInput } from '../../lambdas/domain/grace-period/input.ts';
import type { LookUp } from '../../lambdas/domain/launcher/look-up.ts';
import type { QueuedMail } from '../../lambdas/domain/mail.ts';
import type { LookUpEnvironment } from '../../lambdas/look-up/handler.ts';
import type { PublishEnvironment } from '../../lambdas/publish/handler.ts';
import { ACCOUNT_ID, input } from './launch-events.ts';

const TABLE_NAME = 'table';
const GATEWAY = '652235167018';

const batch = (body: object) => ({ Records: [{ messageId: '1', body: JSON.stringify(body) }] });

/** The record of an AssumeRole, as EventBridge delivers it. */
const assumed = {
  account: ACCOUNT_ID,
  region: 'us-west-2',
  detail: {
    eventTime: '2026-11-03T15:59:00Z',
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    awsRegion: 'us-west-2',
    userIdentity: { type: 'AWSAccount', principalId: 'AIDA0', accountId: GATEWAY },
    requestParameters: {
      roleArn: `arn:aws:iam::${ACCOUNT_ID}:role/developer`,
      roleSessionName: 'botocore-session-1793720000',
    },
    responseElements: { credentials: { accessKeyId: 'ASIA0' } },
  },
};

/** The environments and first events of the functions that find and notify people. */
export const firstEventsOfPeople = {
  sessions: { environment: { TABLE_NAME }, event: batch(assumed) },
  attribute: {
    environment: {
      TABLE_NAME,
      LOOK_UP_QUEUE_URL: 'queue',
      GATEWAY_ACCOUNT_ID: GATEWAY,
    } satisfies Record<keyof AttributeEnvironment, string>,
    event: {
      ...input,
      launch: {
        ...input.launch,
        identity: {
          is: 'role-session',
          roleName: 'developer',
          sessionName: 'botocore-session-1793720000',
          accessKeyId: 'ASIA0',
          serviceLinked: false,
          invokedBy: null,
        },
      },
    } satisfies AttributeInput,
  },
  'look-up': {
    environment: {
      TABLE_NAME,
      LOOK_UP_ROLE_NAME: 'look-up',
      LOOK_UP_QUEUE_URL: 'questions',
    } satisfies Record<keyof LookUpEnvironment, string>,
    event: batch({
      accountId: ACCOUNT_ID,
      region: 'us-east-1',
      kind: 'access-key',
      resourceName: 'ASIA0',
    } satisfies LookUp),
  },
  directory: {
    environment: {
      TABLE_NAME,
      DIRECTORY_ROLE_NAME: 'directory',
      GATEWAY_ACCOUNT_ID: GATEWAY,
      PERSON_TOPIC_ARN_PREFIX: `arn:aws:sns:us-west-2:${GATEWAY}:person-`,
    } satisfies Record<keyof DirectoryEnvironment, string>,
    event: {},
  },
  publish: {
    environment: { TABLE_NAME } satisfies Record<keyof PublishEnvironment, string>,
    event: batch({
      token: 'token',
      mail: {
        id: 'mail',
        to: [`arn:aws:sns:us-west-2:${GATEWAY}:administrators`],
        person: null,
        subject: 'A subject',
        message: 'A message',
      },
    } satisfies QueuedMail),
  },
};
