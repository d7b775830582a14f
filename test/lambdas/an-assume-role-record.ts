import { GATEWAY, KEY } from './a-session.ts';

/** The record of an AssumeRole from the gateway in the role's account: the caller is only an id. */
export const anAssumeRoleRecord = (more: object = {}) => ({
  eventVersion: '1.08',
  userIdentity: { type: 'AWSAccount', principalId: 'AIDABOB', accountId: GATEWAY },
  eventTime: '2026-11-03T15:58:02Z',
  eventSource: 'sts.amazonaws.com',
  eventName: 'AssumeRole',
  awsRegion: 'us-west-2',
  requestParameters: {
    roleArn: 'arn:aws:iam::422448306679:role/developer',
    roleSessionName: 'botocore-session-1793722800',
    serialNumber: `arn:aws:iam::${GATEWAY}:mfa/bob@ucsc.edu`,
  },
  responseElements: {
    credentials: { accessKeyId: KEY, expiration: 'Nov 3, 2026, 4:58:02 PM', sessionToken: 'REDACTED' },
    assumedRoleUser: {
      assumedRoleId: 'AROAXEXAMPLEROLE00001:botocore-session-1793722800',
      arn: 'arn:aws:sts::422448306679:assumed-role/developer/botocore-session-1793722800',
    },
  },
  sharedEventID: 'b9e2a0f4-1111-4b8c-9a57-2f6b8f0f7c11',
  ...more,
});

/** The same call's record in the caller's account. */
export const aCallersRecord = () =>
  anAssumeRoleRecord({
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDABOB',
      arn: `arn:aws:iam::${GATEWAY}:user/bob@ucsc.edu`,
      accountId: GATEWAY,
      accessKeyId: 'AKIAXEXAMPLE00000001',
      userName: 'bob@ucsc.edu',
    },
  });
