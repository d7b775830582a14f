import { successfulCalls } from './successful-calls.ts';

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
