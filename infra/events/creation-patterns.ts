import type { EventPattern } from './event-patterns.ts';

/** How the names of calls that create something begin. */
const VERBS = ['Create', 'Copy', 'Import', 'Restore', 'Purchase', 'Request'];

/** Services of which only the names below are sent, or nothing: one of their `Create…` is called all day. */
const LOUD = [
  'ec2.amazonaws.com',
  // CreateLogStream: each run of each function.
  'logs.amazonaws.com',
  // CreateGrant: each volume that is attached.
  'kms.amazonaws.com',
  // CreateMultipartUpload and CreateSession, where a trail records what happens to objects.
  's3.amazonaws.com',
  // CreateToken and CreateOAuth2Token: each sign-in of a command line.
  'sso-oauth.amazonaws.com',
  'signin.amazonaws.com',
];

const beginning = (...words: string[]) => words.map((prefix) => ({ prefix }));

/**
 * Names that begin otherwise, of every service. What runs and ends by itself (`RunTask`, `SubmitJob`) is left out, and so is a
 * verb that as often writes what is no resource (`PutRolePolicy`, `RegisterTargets`).
 */
const OTHER_NAMES = [
  ...beginning(
    'PutConf',
    'PutDelivery',
    'PutMetricAlarm',
    'PutMetricStream',
    'RegisterJobDef',
    'RegisterTaskDef',
  ),
  'ProvisionProduct',
  'PutCompositeAlarm',
  'PutDashboard',
  'PutInsightRule',
  'PutParameter',
  'PutRule',
  'PutStorageLensConfiguration',
  'RegisterCluster',
  'RegisterDomain',
  'RegisterScalableTarget',
  'RegisterStreamConsumer',
  'RunJobFlow',
  'UploadServerCertificate',
];

/** What EC2 creates: prefixes one letter longer, so that CreateTags, its loudest call, is left out. */
const EC2_NAMES = [
  ...beginning(...[...'ABCDEFGHIJKLMNOPQRSUVW'].map((letter) => `Create${letter}`), 'CreateTr'),
  ...beginning('Allocate', 'Copy', 'ImportI', 'ImportK', 'ImportS', 'Purchase', 'RegisterIm'),
];

/** Any service of AWS. Nobody else may send events with such a source. */
const SUCCESSFUL = { 'detail-type': ['AWS API Call via CloudTrail'], source: [{ prefix: 'aws.' }] };

/**
 * The event pattern of successful calls that may create something. It is made of prefixes, so that a new type of resource
 * is a matter of the hub's registry alone: the registry decides what is a creation. Launches have a rule of their own.
 * No wildcards: prefixes are never too complex for a rule.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const creationPattern: EventPattern = {
  ...SUCCESSFUL,
  detail: {
    errorCode: [{ exists: false }],
    $or: [
      { eventSource: [{ 'anything-but': LOUD }], eventName: beginning(...VERBS) },
      { eventName: OTHER_NAMES },
      { eventSource: ['ec2.amazonaws.com'], eventName: EC2_NAMES },
      { eventSource: ['directconnect.amazonaws.com'], eventName: beginning('Allocate') },
      { eventSource: ['kms.amazonaws.com'], eventName: ['CreateKey'] },
      {
        eventSource: ['logs.amazonaws.com'],
        eventName: beginning('CreateD', 'CreateLogA', 'CreateLogG', 'CreateLoo', 'CreateSch'),
      },
      {
        eventSource: ['s3.amazonaws.com'],
        eventName: beginning('CreateA', 'CreateB', 'CreateJ', 'CreateSt'),
      },
    ],
  },
};

/**
 * The same of the services without Regions. Their events are in us-east-1 only, also where nobody may launch there.
 * https://repost.aws/knowledge-center/eventbridge-rule-triggers-iam-single-region
 */
export const globalCreationPattern: EventPattern = {
  ...SUCCESSFUL,
  detail: {
    errorCode: [{ exists: false }],
    eventSource: ['iam', 'route53', 'cloudfront', 'organizations', 'account'].map(
      (service) => `${service}.amazonaws.com`,
    ),
    eventName: [...beginning('Create', 'Copy'), 'UploadServerCertificate'],
  },
};
