import type { CheckEnvironment } from '../../../lambdas/check/handler.ts';
import { aPolicy } from '../a-policy.ts';

/** The environment of `check`, for this policy. */
export const aCheckEnvironment = (overrides: Parameters<typeof aPolicy>[0] = {}): CheckEnvironment => {
  const { ownerTag, timing, inheritOwner, exemptions, enforceLaunchesAfter, mode } = aPolicy(overrides);
  return {
    STATE_MACHINE_ARN: 'arn:aws:states:us-west-2:652235167018:stateMachine:tag-enforcement-GracePeriod',
    ACCOUNTS: { 'dry-run': [], enforce: [], [mode]: ['422448306679'] },
    OWNER_TAG: ownerTag,
    TIMING: timing,
    INHERIT_OWNER: inheritOwner,
    CORRECT_TOOL_OWNERS: true,
    EXEMPTIONS: [...exemptions],
    ENFORCE_LAUNCHES_AFTER: enforceLaunchesAfter,
    PAUSE_PARAMETER_NAME: '/tag-enforcement/paused',
    TABLE_NAME: 'tag-enforcement',
    READ_ROLE_NAME: 'tag-enforcement-read',
  };
};
