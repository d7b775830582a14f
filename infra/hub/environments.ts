import type { CheckEnvironment } from '../../lambdas/check/environment.ts';
import type { IntakeEnvironment } from '../../lambdas/intake/environment.ts';
import type { NoticeEnvironment } from '../../lambdas/notice/environment.ts';
import type { RepairEnvironment } from '../../lambdas/repair/environment.ts';
import type { TerminateEnvironment } from '../../lambdas/terminate/environment.ts';
import type { Configuration } from '../config.ts';
import { SUB_ACCOUNT_ROLES } from '../names.ts';

/** The variables of a function, each of those that its schema names. */
type Variables<Environment> = Record<keyof Environment, string>;

const timing = ({ gracePeriodMinutes, warnAfterMinutes, minimumNoticeMinutes }: Configuration): string =>
  JSON.stringify({ gracePeriodMinutes, warnAfterMinutes, minimumNoticeMinutes });

const inMode = ({ subAccounts }: Configuration, mode: 'dry-run' | 'enforce') =>
  subAccounts.filter((account) => account.mode === mode);

const namesInMode = (configuration: Configuration, mode: 'dry-run' | 'enforce') =>
  Object.fromEntries(inMode(configuration, mode).map(({ accountId, name }) => [accountId, name]));

export const intakeEnvironment = (
  configuration: Configuration,
  stateMachineArn: string,
): Variables<IntakeEnvironment> => ({
  STATE_MACHINE_ARN: stateMachineArn,
  OWNER_TAG: JSON.stringify(configuration.ownerTag),
  TIMING: timing(configuration),
  SUB_ACCOUNTS: JSON.stringify({
    'dry-run': namesInMode(configuration, 'dry-run'),
    enforce: namesInMode(configuration, 'enforce'),
  }),
});

export const checkEnvironment = (configuration: Configuration): Variables<CheckEnvironment> => ({
  OWNER_TAG: JSON.stringify(configuration.ownerTag),
  TIMING: timing(configuration),
  READ_ROLE_NAME: SUB_ACCOUNT_ROLES.read,
});

export const repairEnvironment = ({ ownerTag }: Configuration): Variables<RepairEnvironment> => ({
  OWNER_TAG_KEY: ownerTag.key,
  REPAIR_ROLE_NAME: SUB_ACCOUNT_ROLES.repair,
});

export const terminateEnvironment = (configuration: Configuration): Variables<TerminateEnvironment> => ({
  ACT_ROLE_NAME: SUB_ACCOUNT_ROLES.act,
  ENFORCED_ACCOUNTS: JSON.stringify(inMode(configuration, 'enforce').map(({ accountId }) => accountId)),
});

export const noticeEnvironment = (
  configuration: Configuration,
  topics: { readonly administratorsArn: string; readonly subAccountArnPrefix: string },
): Variables<NoticeEnvironment> => ({
  OWNER_TAG: JSON.stringify(configuration.ownerTag),
  TIME_ZONE: configuration.timeZone,
  ADMINISTRATORS: JSON.stringify(configuration.administrators),
  ADMINISTRATORS_TOPIC_ARN: topics.administratorsArn,
  SUB_ACCOUNT_TOPIC_ARN_PREFIX: topics.subAccountArnPrefix,
});
