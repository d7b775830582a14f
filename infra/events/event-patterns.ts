import { TAG_EVENTS } from '../../lambdas/domain/compliance/tag-change.ts';
import type { Configuration } from '../config/configuration.ts';

/** The pattern of the events that a rule lets through. */
export type EventPattern<Source = string | { readonly prefix: string }> = {
  readonly source: readonly Source[];
  readonly 'detail-type': string[];
  readonly detail: Readonly<Record<string, unknown>>;
};

/**
 * The event pattern of successful calls of a service, as CloudTrail records them. A failed call or a dry run has an
 * errorCode.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 *
 * @param service as in the name of its event source: `ec2` of `ec2.amazonaws.com`
 */
const successfulCalls = (service: string, eventName: string[]): EventPattern<string> => ({
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

/** The event pattern of a volume or network interface that was attached to an instance. */
export const attachPattern = successfulCalls('ec2', ['AttachVolume', 'AttachNetworkInterface']);

/** The event pattern of a sub-account's rule: launches and, if Owners are propagated, attachments. */
export const launchAndAttachPattern = ({ propagate }: Pick<Configuration, 'propagate'>): EventPattern =>
  propagate.length === 0
    ? launchPattern
    : successfulCalls('ec2', ['RunInstances', 'AttachVolume', 'AttachNetworkInterface']);

/** The part of the pattern that all events of changed tags share, whatever the resource and the key. */
export const TAG_CHANGES = {
  source: [TAG_EVENTS],
  'detail-type': ['Tag Change on Resource'],
};

/**
 * The event pattern of an instance whose Owner tag changed. Case is ignored, since a near miss counts as an Owner until it
 * is corrected. EventBridge sends these events for every service, and needs no trail for them.
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/tag-monitor.html
 */
export const tagChangePattern = (ownerTagKey: string): EventPattern<string> => ({
  ...TAG_CHANGES,
  detail: {
    service: ['ec2'],
    'resource-type': ['instance'],
    'changed-tag-keys': [{ 'equals-ignore-case': ownerTagKey }],
  },
});

/** The same, if an Owner is left: an event shows all tags that the instance has now. */
export const ownerWrittenPattern = (ownerTagKey: string): EventPattern => {
  const { detail, ...changed } = tagChangePattern(ownerTagKey);
  return { ...changed, detail: { ...detail, tags: { [ownerTagKey]: [{ exists: true }] } } };
};

const assumeRole = successfulCalls('sts', ['AssumeRole']);

/**
 * The event pattern of a session that a person may have started. The role's account records a caller of another account as
 * AWSAccount. Services assume roles all day; their type is none of these three.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export const sessionPattern = {
  ...assumeRole,
  detail: { ...assumeRole.detail, userIdentity: { type: ['IAMUser', 'AWSAccount', 'AssumedRole'] } },
};

/**
 * The state of a rule about sessions. Their records may be read-only; a rule that is only ENABLED does not get those,
 * neither on the default bus nor on the hub's.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
 */
export const SESSION_RULE_STATE = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

/** The event pattern of IAM users who are created, deleted or renamed. IAM's events are in us-east-1 only. */
export const userPattern = successfulCalls('iam', ['CreateUser', 'DeleteUser', 'UpdateUser']);
