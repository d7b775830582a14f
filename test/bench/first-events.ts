import type {
  CheckInput,
  GracePeriodInput,
  NoticeInput,
  RepairInput,
  TerminateInput,
} from '../../lambdas/domain/grace-period.ts';

const INSTANCE_ID = 'i-0abc12def34567890';
const ACCOUNT_ID = '422448306679';
const OWNER_TAG = JSON.stringify({ key: 'Owner', patterns: ['?*@ucsc.edu'], onInvalidValue: 'report' });
const TIMING = JSON.stringify({ gracePeriodMinutes: 10, warnAfterMinutes: 2, minimumNoticeMinutes: 3 });

/** The EventBridge event of an untagged launch of one instance, as the queue delivers it. */
export const untaggedLaunch = {
  account: ACCOUNT_ID,
  region: 'us-west-2',
  source: 'aws.ec2',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: {
    eventVersion: '1.11',
    eventTime: '2026-11-03T16:00:00Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'RunInstances',
    awsRegion: 'us-west-2',
    eventID: '6f1d2a53-0d8f-4f0e-9a43-2f8f6a3a7b11',
    userIdentity: { type: 'IAMUser', userName: 'bob@ucsc.edu', accountId: ACCOUNT_ID, accessKeyId: 'ASIA0' },
    requestParameters: {
      clientToken: 'c0ffee',
      instanceType: 't3.micro',
      instancesSet: { items: [{ imageId: 'ami-0', minCount: 1, maxCount: 1 }] },
    },
    responseElements: {
      reservationId: 'r-0abc12def34567890',
      instancesSet: {
        items: [
          {
            instanceId: INSTANCE_ID,
            instanceType: 't3.micro',
            tagSet: { items: [{ key: 'Name', value: 'x' }] },
          },
        ],
      },
    },
  },
};

const input: GracePeriodInput = {
  launch: {
    accountId: ACCOUNT_ID,
    region: 'us-west-2',
    key: { filter: 'reservation-id', value: 'r-0abc12def34567890' },
    eventTime: '2026-11-03T16:00:00Z',
    eventId: null,
    launcher: { userName: 'bob@ucsc.edu', description: 'IAM user bob@ucsc.edu' },
    instanceIds: [INSTANCE_ID],
  },
  account: { name: 'pangenomics', mode: 'enforce' },
  warnAt: '2026-11-03T16:02:00Z',
};

const orders = [{ availabilityZone: 'us-west-2a', instanceIds: [INSTANCE_ID] }];

/** The same, tagged in the call: nothing more to do. */
export const taggedLaunch = structuredClone(untaggedLaunch);
taggedLaunch.detail.responseElements.instancesSet.items[0]?.tagSet.items.push({
  key: 'Owner',
  value: 'bob@ucsc.edu',
});

/** What each function is started with, and its first event. `checkedAt` is now: a termination must be fresh. */
export const firstEvents = (checkedAt: string) => ({
  intake: {
    environment: {
      STATE_MACHINE_ARN: 'arn:aws:states:us-west-2:1:stateMachine:a',
      OWNER_TAG,
      TIMING,
      SUB_ACCOUNTS: `{"dry-run":{},"enforce":{"${ACCOUNT_ID}":"pangenomics"}}`,
    },
    event: { Records: [{ messageId: '1', body: JSON.stringify(untaggedLaunch) }] },
  },
  check: { environment: { OWNER_TAG, TIMING, READ_ROLE_NAME: 'read' }, event: input satisfies CheckInput },
  repair: {
    environment: { OWNER_TAG_KEY: 'Owner', REPAIR_ROLE_NAME: 'repair' },
    event: {
      accountId: ACCOUNT_ID,
      region: 'us-west-2',
      orders: [{ owner: 'bob@ucsc.edu', instanceIds: [INSTANCE_ID] }],
    } satisfies RepairInput,
  },
  terminate: {
    environment: { ACT_ROLE_NAME: 'act', ENFORCED_ACCOUNTS: `["${ACCOUNT_ID}"]` },
    event: {
      accountId: ACCOUNT_ID,
      region: 'us-west-2',
      checkedAt,
      attempt: 0,
      orders,
    } satisfies TerminateInput,
  },
  notice: {
    environment: {
      OWNER_TAG,
      TIME_ZONE: 'America/Los_Angeles',
      ADMINISTRATORS: '["cluster-admin@soe.ucsc.edu"]',
      ADMINISTRATORS_TOPIC_ARN: 'a',
      SUB_ACCOUNT_TOPIC_ARN_PREFIX: 's',
    },
    event: {
      ...input,
      check: {
        checkedAt,
        findings: [{ verdict: { is: 'noncompliant', reason: 'owner-missing' }, instanceIds: [INSTANCE_ID] }],
        warned: { instanceIds: [], at: null },
        toRepair: [],
        toWarn: [INSTANCE_ID],
        toTerminate: [],
        deadline: '2026-11-03T16:10:00Z',
        until: '2026-11-03T16:10:00Z',
        examples: [{ instanceId: INSTANCE_ID, instanceType: 't3.micro', name: 'x' }],
      },
    } satisfies NoticeInput,
  },
});
