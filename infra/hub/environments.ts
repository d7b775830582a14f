import type { AccessEndsEnvironment } from '../../lambdas/access-ends/handler.ts';
import type { AttributeEnvironment } from '../../lambdas/attribute/handler.ts';
import type { BreakerEnvironment } from '../../lambdas/breaker/handler.ts';
import type { CheckEnvironment } from '../../lambdas/check/handler.ts';
import type { CreationsEnvironment } from '../../lambdas/creations/handler.ts';
import type { DirectoryEnvironment } from '../../lambdas/directory/handler.ts';
import type { IntakeEnvironment } from '../../lambdas/intake/plan-intake.ts';
import type { LookUpEnvironment } from '../../lambdas/look-up/handler.ts';
import type { NoticeEnvironment } from '../../lambdas/notice/environment.ts';
import type { PropagateEnvironment } from '../../lambdas/propagate/handler.ts';
import type { PublishEnvironment } from '../../lambdas/publish/handler.ts';
import type { RemindersEnvironment } from '../../lambdas/reminders/handler.ts';
import type { RepairEnvironment } from '../../lambdas/repair/handler.ts';
import type { SessionsEnvironment } from '../../lambdas/sessions/handler.ts';
import type { SweepEnvironment } from '../../lambdas/sweep/handler.ts';
import type { TerminateEnvironment } from '../../lambdas/terminate/handler.ts';
import type { Configuration } from '../config/configuration.ts';
import {
  DIRECTORY_ROLE_NAME,
  PAUSE_PARAMETER_NAME,
  SUB_ACCOUNT_ROLES,
  stateMachineArn,
  TABLE_NAME,
} from '../names.ts';

/** The variables of a function: all that its schema names. */
export type Variables<Environment> = Record<keyof Environment, string>;

/** The state machines that functions start executions of. */
interface StateMachineArns {
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

/** For what starts grace periods, and counts them. */
const startVariables = (
  { maxTerminationsAtOnce }: Configuration,
  { gracePeriod, breaker }: StateMachineArns,
) => ({
  STATE_MACHINE_ARN: gracePeriod,
  BREAKER_STATE_MACHINE_ARN: breaker,
  MAX_TERMINATIONS_AT_ONCE: JSON.stringify(maxTerminationsAtOnce),
});

export const intakeEnvironment = (
  configuration: Configuration,
  stateMachineArns: StateMachineArns,
): Variables<IntakeEnvironment> => ({
  ...startVariables(configuration, stateMachineArns),
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
    ...rule
  } = checkEnvironment(configuration);
  return {
    ...rule,
    ...startVariables(configuration, stateMachineArns),
    PROPAGATE_QUEUE_URL: propagateQueueUrl,
  };
};

export const repairEnvironment = ({ ownerTag }: Configuration): Variables<RepairEnvironment> => ({
  OWNER_TAG_KEY: ownerTag.key,
  REPAIR_ROLE_NAME: SUB_ACCOUNT_ROLES.repair,
  TABLE_NAME,
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

/** Where mails go. */
export interface TopicArns {
  readonly administratorsArn: string;
  /** The ARN of every sub-account's topic, without the account id that ends it. */
  readonly subAccountArnPrefix: string;
  /** The ARN of every person's topic, without the end that is made from the person's name. */
  readonly personArnPrefix: string;
}

const topicVariables = (
  { administrators }: Configuration,
  { administratorsArn, subAccountArnPrefix, personArnPrefix }: TopicArns,
) => ({
  ADMINISTRATORS: JSON.stringify(administrators),
  ADMINISTRATORS_TOPIC_ARN: administratorsArn,
  SUB_ACCOUNT_TOPIC_ARN_PREFIX: subAccountArnPrefix,
  PERSON_TOPIC_ARN_PREFIX: personArnPrefix,
});

export const noticeEnvironment = (
  configuration: Configuration,
  topics: TopicArns,
): Variables<NoticeEnvironment> => ({
  ACCOUNTS: accountsByMode(configuration),
  OWNER_TAG: JSON.stringify(configuration.ownerTag),
  TIME_ZONE: configuration.timeZone,
  ...topicVariables(configuration, topics),
  TABLE_NAME,
});

export const breakerEnvironment = (
  configuration: Configuration,
  topics: TopicArns,
  lookUpQueueUrl: string,
): Variables<BreakerEnvironment> => ({
  ...noticeEnvironment(configuration, topics),
  GATEWAY_ACCOUNT_ID: configuration.gateway.accountId,
  LOOK_UP_QUEUE_URL: lookUpQueueUrl,
});

export const remindersEnvironment = (
  configuration: Configuration,
  topics: TopicArns,
  queues: { readonly reminderUrl: string; readonly lookUpUrl: string; readonly mailUrl: string },
): Variables<RemindersEnvironment> => ({
  ...noticeEnvironment(configuration, topics),
  EXEMPTIONS: JSON.stringify(configuration.exemptions),
  GATEWAY_ACCOUNT_ID: configuration.gateway.accountId,
  TAGS_ROLE_NAME: SUB_ACCOUNT_ROLES.tags,
  CORRECT_ROLE_NAME: SUB_ACCOUNT_ROLES.correct,
  REMINDER_QUEUE_URL: queues.reminderUrl,
  LOOK_UP_QUEUE_URL: queues.lookUpUrl,
  MAIL_QUEUE_URL: queues.mailUrl,
});

export const attributeEnvironment = (
  { gateway }: Configuration,
  lookUpQueueUrl: string,
): Variables<AttributeEnvironment> => ({
  TABLE_NAME,
  LOOK_UP_QUEUE_URL: lookUpQueueUrl,
  GATEWAY_ACCOUNT_ID: gateway.accountId,
});

export const directoryEnvironment = (
  { gateway }: Configuration,
  { personArnPrefix }: TopicArns,
): Variables<DirectoryEnvironment> => ({
  TABLE_NAME,
  DIRECTORY_ROLE_NAME,
  GATEWAY_ACCOUNT_ID: gateway.accountId,
  PERSON_TOPIC_ARN_PREFIX: personArnPrefix,
});

export const lookUpEnvironment = (lookUpQueueUrl: string): Variables<LookUpEnvironment> => ({
  TABLE_NAME,
  LOOK_UP_QUEUE_URL: lookUpQueueUrl,
  LOOK_UP_ROLE_NAME: SUB_ACCOUNT_ROLES['look-up'],
});

export const publishEnvironment: Variables<PublishEnvironment> = { TABLE_NAME };

export const sessionsEnvironment: Variables<SessionsEnvironment> = { TABLE_NAME };

export const accessEndsEnvironment = (
  configuration: Configuration,
  topics: TopicArns,
  mailQueueUrl: string,
): Variables<AccessEndsEnvironment> => ({
  ...topicVariables(configuration, topics),
  MAIL_QUEUE_URL: mailQueueUrl,
});
