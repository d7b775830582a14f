/**
 * The event pattern of a launch: a RunInstances that succeeded. One that failed, and a dry run, has an errorCode.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export const launchPattern = {
  source: ['aws.ec2'],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: {
    eventSource: ['ec2.amazonaws.com'],
    eventName: ['RunInstances'],
    errorCode: [{ exists: false }],
  },
};
