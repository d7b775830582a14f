import { TAG_EVENTS } from '../../lambdas/domain/compliance/tag-change.ts';

/** What a rule lets through. */
export type EventPattern = {
  readonly source: string[];
  readonly 'detail-type': string[];
  readonly detail: Readonly<Record<string, unknown>>;
};

/**
 * The event pattern of successful calls of a service, as CloudTrail records them. A call that failed, and a dry run, has
 * an errorCode.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 *
 * @param service as in the name of its event source: `ec2` of `ec2.amazonaws.com`
 */
const successfulCalls = (service: string, eventName: string[]): EventPattern => ({
  source: [`aws.${service}`],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: {
    eventSource: [`${service}.amazonaws.com`],
    eventName,
    errorCode: [{ exists: false }],
  },
});

/** The event pattern of a launch: a RunInstances that succeeded. */
export const launchPattern = successfulCalls('ec2', ['RunInstances']);

/** What every event of changed tags is, of whatever resource and key. */
export const TAG_CHANGES = {
  source: [TAG_EVENTS],
  'detail-type': ['Tag Change on Resource'],
};

/**
 * The event pattern of an instance whose Owner tag changed, in whatever case: a near miss counts as an Owner until it is
 * corrected. EventBridge tells of every service's tags, and needs no trail for it.
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/tag-monitor.html
 */
export const tagChangePattern = (ownerTagKey: string): EventPattern => ({
  ...TAG_CHANGES,
  detail: {
    service: ['ec2'],
    'resource-type': ['instance'],
    'changed-tag-keys': [{ 'equals-ignore-case': ownerTagKey }],
  },
});

const assumeRole = successfulCalls('sts', ['AssumeRole']);

/**
 * The event pattern of a session that a person may stand behind. In the record of the role's account a caller of another
 * account is an AWSAccount; services, which assume roles all day, are none of these.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export const sessionPattern = {
  ...assumeRole,
  detail: { ...assumeRole.detail, userIdentity: { type: ['IAMUser', 'AWSAccount', 'AssumedRole'] } },
};

/**
 * The state of a rule about sessions. Their records may be read-only, which a rule that is merely ENABLED does not see:
 * neither on a default bus nor on one of our own.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
 */
export const SESSION_RULE_STATE = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

/** The event pattern of an IAM user's coming, going and being renamed. IAM's events are in us-east-1 alone. */
export const userPattern = successfulCalls('iam', ['CreateUser', 'DeleteUser', 'UpdateUser']);
