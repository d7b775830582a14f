import type { EventPattern } from './event-pattern.ts';

/**
 * The event pattern of successful calls of a service, as CloudTrail records them. A call that failed, and a dry run, has
 * an errorCode.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 *
 * @param service as in the name of its event source: `ec2` of `ec2.amazonaws.com`
 */
export const successfulCalls = (service: string, eventName: string[]): EventPattern => ({
  source: [`aws.${service}`],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: {
    eventSource: [`${service}.amazonaws.com`],
    eventName,
    errorCode: [{ exists: false }],
  },
});
