import { LAUNCHED_AT } from './at.ts';

/**
 * EventBridge's event of an AssumeRole from another account: the record of the role's account, whose caller has
 * an id and no name. https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export const anAssumeRoleEvent = (accessKeyId: string, detail: Readonly<Record<string, unknown>> = {}) => ({
  version: '0',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.sts',
  account: '422448306679',
  region: 'us-west-2',
  detail: {
    eventVersion: '1.08',
    userIdentity: { type: 'AWSAccount', principalId: 'AIDAXEXAMPLEBOB000001', accountId: '652235167018' },
    eventTime: LAUNCHED_AT,
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    awsRegion: 'us-west-2',
    requestParameters: {
      roleArn: 'arn:aws:iam::422448306679:role/developer',
      roleSessionName: 'botocore-session-1793725190',
    },
    responseElements: { credentials: { accessKeyId, expiration: 'Nov 3, 2026, 6:00:00 PM' } },
    eventType: 'AwsApiCall',
    recipientAccountId: '422448306679',
    ...detail,
  },
});
