import { textAt } from '../at.ts';

/** The event of a queue that somebody creates without tags. */
export const aCreationEvent = (detail: Readonly<Record<string, unknown>> = {}, account = '422448306679') => ({
  version: '0',
  source: 'aws.sqs',
  'detail-type': 'AWS API Call via CloudTrail',
  account,
  region: 'us-west-2',
  detail: {
    eventVersion: '1.11',
    eventTime: textAt(0),
    eventSource: 'sqs.amazonaws.com',
    eventName: 'CreateQueue',
    awsRegion: 'us-west-2',
    eventID: 'an-event',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:botocore-session-1793725200',
      arn: `arn:aws:sts::${account}:assumed-role/developer/botocore-session-1793725200`,
      accountId: account,
      accessKeyId: 'ASIAEXAMPLEKEY',
    },
    requestParameters: { queueName: 'jobs' },
    responseElements: { queueUrl: `https://sqs.us-west-2.amazonaws.com/${account}/jobs` },
    ...detail,
  },
});
