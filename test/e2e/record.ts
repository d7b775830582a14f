import { randomUUID } from 'node:crypto';
import type { UserIdentity } from './user-identity.ts';

/** A call that CloudTrail records. */
export type RecordedCall = {
  /** As in the name of its event source: `ec2` of `ec2.amazonaws.com`. */
  readonly service: 'ec2' | 'sts' | 'iam' | 's3' | 'sqs' | 'dynamodb' | 'sns' | 'logs' | 'cloudformation';
  readonly eventName: string;
  /** The account that the record is in. */
  readonly accountId: string;
  readonly region: string;
  readonly at: Date;
  readonly userIdentity: UserIdentity;
  readonly requestParameters: object;
  readonly responseElements: object | null;
  readonly readOnly?: boolean;
  readonly requestId?: string | undefined;
};

/** ISO 8601 of whole seconds, as CloudTrail's times are. */
const wholeSeconds = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * The record that CloudTrail writes of a call.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const recordOf = (call: RecordedCall) => ({
  eventVersion: '1.11',
  userIdentity: call.userIdentity,
  eventTime: wholeSeconds(call.at),
  eventSource: `${call.service}.amazonaws.com`,
  eventName: call.eventName,
  awsRegion: call.region,
  sourceIPAddress: '192.0.2.7',
  userAgent: 'aws-cli/2.31.0',
  requestParameters: call.requestParameters,
  responseElements: call.responseElements,
  requestID: call.requestId ?? randomUUID(),
  eventID: randomUUID(),
  readOnly: call.readOnly ?? false,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: call.accountId,
  eventCategory: 'Management',
});

/** The record of the same call if EC2 refused it. */
export const failed = <T extends object>(record: T) => ({
  ...record,
  errorCode: 'Client.InstanceLimitExceeded',
  errorMessage: 'You have requested more instances than your current limit allows.',
  responseElements: null,
  eventID: randomUUID(),
});
