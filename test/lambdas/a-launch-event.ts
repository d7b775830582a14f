import { LAUNCHED_AT } from './at.ts';

type RecordedTag = { readonly key: string; readonly value?: string };

type Parts = {
  readonly account?: string;
  readonly instanceIds?: readonly string[];
  /** The tags of each instance. */
  readonly tags?: readonly RecordedTag[];
  /** Fields that replace those of the record. */
  readonly detail?: Readonly<Record<string, unknown>>;
};

/** CloudTrail's `responseElements` of a launch. */
export const aResponse = (instanceIds: readonly string[], tagSet: unknown) => ({
  requestId: '0f6d6c43-7f1e-4a0a-a0b5-8e1f6d6f2a10',
  reservationId: 'r-0a1b2c3d4e5f60718',
  ownerId: '422448306679',
  groupSet: {},
  instancesSet: {
    items: instanceIds.map((instanceId, amiLaunchIndex) => ({
      instanceId,
      imageId: 'ami-0c2d3e23e757b5d84',
      instanceState: { code: 0, name: 'pending' },
      amiLaunchIndex,
      instanceType: 'm7g.large',
      launchTime: Date.parse(LAUNCHED_AT),
      placement: { availabilityZone: 'us-west-2a', tenancy: 'default' },
      tagSet,
    })),
  },
});

/** EventBridge's event of a launch by the IAM user bob@ucsc.edu. */
export const aLaunchEvent = ({
  account = '422448306679',
  instanceIds = ['i-1'],
  tags = [],
  detail = {},
}: Parts = {}) => ({
  version: '0',
  id: '3b1c6ac4-9f6c-8a1e-6c0f-0e3f0d5a7b92',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.ec2',
  account,
  time: LAUNCHED_AT,
  region: 'us-west-2',
  resources: [],
  detail: {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAXEXAMPLEBOB000001',
      arn: `arn:aws:iam::${account}:user/bob@ucsc.edu`,
      accountId: account,
      userName: 'bob@ucsc.edu',
    },
    eventTime: LAUNCHED_AT,
    eventSource: 'ec2.amazonaws.com',
    eventName: 'RunInstances',
    awsRegion: 'us-west-2',
    requestParameters: {
      instancesSet: {
        items: [
          { imageId: 'ami-0c2d3e23e757b5d84', minCount: instanceIds.length, maxCount: instanceIds.length },
        ],
      },
      clientToken: '5f0c8e5e-6c1a-4c55-8b7e-7ac0b2f40a3d',
    },
    responseElements: aResponse(instanceIds, { items: tags }),
    eventID: 'd1a5a0f4-52cf-4b8c-9a57-2f6b8f0f7c11',
    eventType: 'AwsApiCall',
    recipientAccountId: account,
    ...detail,
  },
});
