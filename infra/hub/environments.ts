import type { AccessEndsEnvironment } from '../../lambdas/access-ends/handler.ts';
import type { AccessReviewEnvironment } from '../../lambdas/access-review/handler.ts';
import type { AttributeEnvironment } from '../../lambdas/attribute/handler.ts';
import type { BreakerEnvironment } from '../../lambdas/breaker/handler.ts';
import type { CheckEnvironment } from '../../lambdas/check/handler.ts';
import type { CollectEnvironment } from '../../lambdas/collect/handler.ts';
import type { CostsEnvironment } from '../../lambdas/costs/handler.ts';
import type { CreationsEnvironment } from '../../lambdas/creations/handler.ts';
import type { DirectoryEnvironment } from '../../lambdas/directory/handler.ts';
import type { IntakeEnvironment } from '../../lambdas/intake/plan-intake.ts';
import type { LookUpEnvironment } from '../../lambdas/look-up/handler.ts';
import type { NoticeEnvironment } from '../../lambdas/notice/environment.ts';
import type { PropagateEnvironment } from '../../lambdas/propagate/handler.ts';
import type { PublishEnvironment } from '../../lambdas/publish/handler.ts';
import type { RemindersEnvironment } from '../../lambdas/reminders/handler.ts';
import type { RepairEnvironment } from '../../lambdas/repair/handler.ts';
import type { ReportEnvironment } from '../../lambdas/report/handler.ts';
import type { MailEnvironment } from '../../lambdas/report/send-mails.ts';
import type { SessionsEnvironment } from '../../lambdas/sessions/handler.ts';
import type { SweepEnvironment } from '../../lambdas/sweep/handler.ts';
import type { TerminateEnvironment } from '../../lambdas/terminate/handler.ts';
import type { Configuration } from '../config/configuration.ts';
import {
  ACCESS_REVIEW_ROLE_NAME,
  COSTS_ROLE_NAME,
  DIRECTORY_ROLE_NAME,
  LINK_ROLE_NAME,
  PAUSE_PARAMETER_NAME,
  SUB_ACCOUNT_ROLES,
  stateMachineArn,
  TABLE_NAME,
} from '../names.ts';

/** The variables of a function: all that its schema names. */
type Variables<Environment> = Record<keyof Environment, string>;

/** The state machines that functions start executions of. */
export interface StateMachineArns {
  readonly gracePeriod: string;
  readonly breaker: string;
}

const timing = ({ gracePeriodMinutes, warnAfterMinutes, minimumNoticeMinutes }: Configuration): string =>
  JSON.stringify({ gracePeriodMinutes, warnAfterMinutes, minimumNoticeMinutes });

const inMode = ({ subAccounts }: Configuration, mode: 'dry-run' | 'enforce') =>
  subAccounts.filter((account) => account.mode === mode);

const namesInMode = (configuration: Configuration, mode: 'dry-run' | 'enforce') =>
  Object.fromEntries(inMode(configuration, mode).map(({ accountId, name }) => [accountId, name]));

const namesByMode = (configuration: Configuration): string =>
  JSON.stringify({
    'dry-run': namesInMode(configuration, 'dry-run'),
    enforce: namesInMode(configuration, 'enforce'),
  });

export const intakeEnvironment = (
  configuration: Configuration,
  stateMachineArns: StateMachineArns,
): Variables<IntakeEnvironment> => ({
  STATE_MACHINE_ARN: stateMachineArns.gracePeriod,
  BREAKER_STATE_MACHINE_ARN: stateMachineArns.breaker,
  MAX_TERMINATIONS_AT_ONCE: JSON.stringify(configuration.maxTerminationsAtOnce),
  TABLE_NAME,
  OWNER_TAG: JSON.stringify(configuration.ownerTag),
  TIMING: timing(configuration),
  SUB_ACCOUNTS: namesByMode(configuration),
});

export const creationsEnvironment = (
  configuration: Configuration,
  reminderQueueUrl: string,
): Variables<CreationsEnvironment> => ({
  OWNER_TAG: JSON.stringify(configuration.ownerTag),
  TIMING: timing(configuration),
  SUB_ACCOUNTS: namesByMode(configuration),
  REMINDER_QUEUE_URL: reminderQueueUrl,
});

const accountsByMode = (configuration: Configuration): string =>
  JSON.stringify({
    'dry-run': inMode(configuration, 'dry-run').map(({ accountId }) => accountId),
    enforce: inMode(configuration, 'enforce').map(({ accountId }) => accountId),
  });

export const checkEnvironment = (configuration: Configuration): Variables<CheckEnvironment> => ({
  // Built from its name, since the state machine itself refers to the function.
  STATE_MACHINE_ARN: stateMachineArn(configuration.hub),
  ACCOUNTS: accountsByMode(configuration),
  OWNER_TAG: JSON.stringify(configuration.ownerTag),
  TIMING: timing(configuration),
  INHERIT_OWNER: JSON.stringify(configuration.inheritOwner),
  CORRECT_TOOL_OWNERS: JSON.stringify(configuration.correctToolOwners),
  EXEMPTIONS: JSON.stringify(configuration.exemptions),
  ENFORCE_LAUNCHES_AFTER: JSON.stringify(configuration.enforceLaunchesAfter ?? null),
  PAUSE_PARAMETER_NAME,
  TABLE_NAME,
  READ_ROLE_NAME: SUB_ACCOUNT_ROLES.read,
});

/** The same rule as `check` has: otherwise a sweep would take up instances that `check` finds compliant. */
export const sweepEnvironment = (
  configuration: Configuration,
  stateMachineArns: StateMachineArns,
  propagateQueueUrl: string,
): Variables<SweepEnvironment> => {
  const {
    INHERIT_OWNER: _,
    ACCOUNTS: __,
    CORRECT_TOOL_OWNERS: ___,
    ...judging
  } = checkEnvironment(configuration);
  return {
    ...judging,
    STATE_MACHINE_ARN: stateMachineArns.gracePeriod,
    BREAKER_STATE_MACHINE_ARN: stateMachineArns.breaker,
    MAX_TERMINATIONS_AT_ONCE: JSON.stringify(configuration.maxTerminationsAtOnce),
    PROPAGATE_QUEUE_URL: propagateQueueUrl,
  };
};

export const repairEnvironment = (
  { ownerTag }: Configuration,
  tableName: string,
): Variables<RepairEnvironment> => ({
  OWNER_TAG_KEY: ownerTag.key,
  REPAIR_ROLE_NAME: SUB_ACCOUNT_ROLES.repair,
  TABLE_NAME: tableName,
});

export const propagateEnvironment = (configuration: Configuration): Variables<PropagateEnvironment> => ({
  ACCOUNTS: accountsByMode(configuration),
  OWNER_TAG: JSON.stringify(configuration.ownerTag),
  PROPAGATE: JSON.stringify(configuration.propagate),
  EXEMPTIONS: JSON.stringify(configuration.exemptions),
  PROPAGATE_ROLE_NAME: SUB_ACCOUNT_ROLES.propagate,
});

export const terminateEnvironment = (configuration: Configuration): Variables<TerminateEnvironment> => ({
  ACT_ROLE_NAME: SUB_ACCOUNT_ROLES.act,
  ENFORCED_ACCOUNTS: JSON.stringify(inMode(configuration, 'enforce').map(({ accountId }) => accountId)),
  PAUSE_PARAMETER_NAME,
  TABLE_NAME,
  ON_TERMINATION_PROTECTION: configuration.onTerminationProtection,
  OWNER_TAG: JSON.stringify(configuration.ownerTag),
});

/** The topics and the table for `notice`. */
export interface NoticePlaces {
  readonly administratorsArn: string;
  readonly subAccountArnPrefix: string;
  readonly personArnPrefix: string;
  readonly tableName: string;
}

export const noticeEnvironment = (
  configuration: Configuration,
  { administratorsArn, subAccountArnPrefix, personArnPrefix, tableName }: NoticePlaces,
): Variables<NoticeEnvironment> => ({
  ACCOUNTS: accountsByMode(configuration),
  OWNER_TAG: JSON.stringify(configuration.ownerTag),
  TIME_ZONE: configuration.timeZone,
  ADMINISTRATORS: JSON.stringify(configuration.administrators),
  ADMINISTRATORS_TOPIC_ARN: administratorsArn,
  SUB_ACCOUNT_TOPIC_ARN_PREFIX: subAccountArnPrefix,
  PERSON_TOPIC_ARN_PREFIX: personArnPrefix,
  TABLE_NAME: tableName,
});

export const breakerEnvironment = (
  configuration: Configuration,
  places: NoticePlaces & { readonly lookUpQueueUrl: string },
): Variables<BreakerEnvironment> => ({
  ...noticeEnvironment(configuration, places),
  GATEWAY_ACCOUNT_ID: configuration.gateway.accountId,
  LOOK_UP_QUEUE_URL: places.lookUpQueueUrl,
});

export const remindersEnvironment = (
  configuration: Configuration,
  places: NoticePlaces & {
    readonly reminderQueueUrl: string;
    readonly lookUpQueueUrl: string;
    readonly mailQueueUrl: string;
  },
): Variables<RemindersEnvironment> => ({
  ...noticeEnvironment(configuration, places),
  EXEMPTIONS: JSON.stringify(configuration.exemptions),
  GATEWAY_ACCOUNT_ID: configuration.gateway.accountId,
  TAGS_ROLE_NAME: SUB_ACCOUNT_ROLES.tags,
  CORRECT_ROLE_NAME: SUB_ACCOUNT_ROLES.correct,
  REMINDER_QUEUE_URL: places.reminderQueueUrl,
  LOOK_UP_QUEUE_URL: places.lookUpQueueUrl,
  MAIL_QUEUE_URL: places.mailQueueUrl,
});

export const attributeEnvironment = (
  { gateway }: Configuration,
  { tableName, lookUpQueueUrl }: { readonly tableName: string; readonly lookUpQueueUrl: string },
): Variables<AttributeEnvironment> => ({
  TABLE_NAME: tableName,
  LOOK_UP_QUEUE_URL: lookUpQueueUrl,
  GATEWAY_ACCOUNT_ID: gateway.accountId,
});

export const directoryEnvironment = (
  { gateway }: Configuration,
  { tableName, personArnPrefix }: { readonly tableName: string; readonly personArnPrefix: string },
): Variables<DirectoryEnvironment> => ({
  TABLE_NAME: tableName,
  DIRECTORY_ROLE_NAME,
  GATEWAY_ACCOUNT_ID: gateway.accountId,
  PERSON_TOPIC_ARN_PREFIX: personArnPrefix,
});

export const lookUpEnvironment = (
  tableName: string,
  lookUpQueueUrl: string,
): Variables<LookUpEnvironment> => ({
  TABLE_NAME: tableName,
  LOOK_UP_QUEUE_URL: lookUpQueueUrl,
  LOOK_UP_ROLE_NAME: SUB_ACCOUNT_ROLES['look-up'],
});

export const publishEnvironment = (tableName: string): Variables<PublishEnvironment> => ({
  TABLE_NAME: tableName,
});

export const sessionsEnvironment = (tableName: string): Variables<SessionsEnvironment> => ({
  TABLE_NAME: tableName,
});

export const accessEndsEnvironment = (
  { administrators }: Configuration,
  { administratorsArn, subAccountArnPrefix, personArnPrefix }: Omit<NoticePlaces, 'tableName'>,
  mailQueueUrl: string,
): Variables<AccessEndsEnvironment> => ({
  ADMINISTRATORS: JSON.stringify(administrators),
  ADMINISTRATORS_TOPIC_ARN: administratorsArn,
  SUB_ACCOUNT_TOPIC_ARN_PREFIX: subAccountArnPrefix,
  PERSON_TOPIC_ARN_PREFIX: personArnPrefix,
  MAIL_QUEUE_URL: mailQueueUrl,
});

export const collectEnvironment = (
  { ownerTag, exemptions }: Configuration,
  bucketName: string,
): Variables<CollectEnvironment> => ({
  OWNER_TAG: JSON.stringify(ownerTag),
  EXEMPTIONS: JSON.stringify(exemptions),
  REPORT_ROLE_NAME: SUB_ACCOUNT_ROLES.report,
  BUCKET_NAME: bucketName,
  TABLE_NAME,
});

export const costsEnvironment = (
  { billing, ownerTag, subAccounts }: Configuration,
  bucketName: string,
): Variables<CostsEnvironment> => ({
  BILLING: JSON.stringify(billing ?? null),
  OWNER_TAG_KEY: ownerTag.key,
  SUB_ACCOUNTS: JSON.stringify(
    Object.fromEntries(subAccounts.map(({ accountId, name }) => [accountId, name])),
  ),
  COSTS_ROLE_NAME,
  BUCKET_NAME: bucketName,
});

export const accessReviewEnvironment = (
  { gateway }: Configuration,
  bucketName: string,
): Variables<AccessReviewEnvironment> => ({
  BUCKET_NAME: bucketName,
  GATEWAY_ACCOUNT_ID: gateway.accountId,
  ACCESS_REVIEW_ROLE_NAME,
  REPORT_ROLE_NAME: SUB_ACCOUNT_ROLES.report,
});

export const reportEnvironment = (
  configuration: Configuration,
  places: NoticePlaces & { readonly bucketName: string; readonly mailQueueUrl: string },
): Variables<ReportEnvironment & MailEnvironment> => ({
  ...noticeEnvironment(configuration, places),
  BUCKET_NAME: places.bucketName,
  OWNER_KEY: configuration.ownerTag.key,
  HUB: JSON.stringify(configuration.hub),
  MAIL_QUEUE_URL: places.mailQueueUrl,
  OWNER_MAIL: JSON.stringify(configuration.ownerMail),
  LINK_ROLE_NAME: configuration.reportLinks === 'presigned' ? LINK_ROLE_NAME : '',
});
