import { aPolicy } from '../a-policy.ts';

/** The variables of `check`, of the policy given. */
export const aCheckEnvironment = (overrides: Parameters<typeof aPolicy>[0] = {}): Record<string, string> => {
  const { ownerTag, timing, inheritOwner, exemptions, enforceLaunchesAfter, mode } = aPolicy(overrides);
  return {
    STATE_MACHINE_ARN: 'arn:aws:states:us-west-2:652235167018:stateMachine:tag-enforcement-GracePeriod',
    ACCOUNTS: JSON.stringify({ 'dry-run': [], enforce: [], [mode]: ['422448306679'] }),
    OWNER_TAG: JSON.stringify(ownerTag),
    TIMING: JSON.stringify(timing),
    INHERIT_OWNER: JSON.stringify(inheritOwner),
    EXEMPTIONS: JSON.stringify(exemptions),
    ENFORCE_LAUNCHES_AFTER: JSON.stringify(enforceLaunchesAfter),
    PAUSE_PARAMETER_NAME: '/tag-enforcement/paused',
    TABLE_NAME: 'tag-enforcement',
    READ_ROLE_NAME: 'tag-enforcement-read',
  };
};
