import type { GracePeriodInput } from '../../lambdas/domain/grace-period/input.ts';

/** The instance of every first event. */
export const INSTANCE_ID = 'i-0abc12def34567890';
export const ACCOUNT_ID = '422448306679';
export const OWNER_TAG = JSON.stringify({
  key: 'Owner',
  patterns: ['?*@ucsc.edu'],
  onInvalidValue: 'report',
});
export const TIMING = JSON.stringify({
  gracePeriodMinutes: 10,
  warnAfterMinutes: 2,
  minimumNoticeMinutes: 3,
});

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

/** The grace period of that launch. */
export const input: GracePeriodInput = {
  launch: {
    accountId: ACCOUNT_ID,
    region: 'us-west-2',
    key: { filter: 'reservation-id', value: 'r-0abc12def34567890' },
    eventTime: '2026-11-03T16:00:00Z',
    eventId: null,
    launcher: { userName: 'bob@ucsc.edu', description: 'IAM user bob@ucsc.edu', evidence: 'iam-user' },
    identity: { is: 'iam-user', userName: 'bob@ucsc.edu', invokedBy: null },
    instanceIds: [INSTANCE_ID],
  },
  cause: 'launch',
  account: { name: 'pangenomics', mode: 'enforce' },
  warnAt: '2026-11-03T16:02:00Z',
};

/** The same launch with its Owner tagged in the call, so that nothing is left to do. */
export const taggedLaunch = structuredClone(untaggedLaunch);
taggedLaunch.detail.responseElements.instancesSet.items[0]?.tagSet.items.push({
  key: 'Owner',
  value: 'bob@ucsc.edu',
});
