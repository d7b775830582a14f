/** Names that more than one account must agree on. Each is stated here once: a role's trust or a rule's target rests on it. */

/** The bus in the hub that every sub-account's rules send to. */
export const BUS_NAME = 'tag-enforcement';

/** The state machine that an execution runs on for each launch. */
export const STATE_MACHINE_NAME = 'tag-enforcement-GracePeriod';

/** The state machine that looks for what events missed. */
export const SWEEP_STATE_MACHINE_NAME = 'tag-enforcement-Sweep';

/** The state machine that tells of what the breaker holds. */
export const BREAKER_STATE_MACHINE_NAME = 'tag-enforcement-Breaker';

/** What the name of every alarm begins with: docs/runbook.md has an article of each name. */
export const ALARM_NAME_PREFIX = 'tag-enforcement-';

/** The dashboard of the hub. */
export const DASHBOARD_NAME = 'tag-enforcement';

/** The parameter that pauses enforcement: `no` while it goes on. */
export const PAUSE_PARAMETER_NAME = '/tag-enforcement/paused';

/** The table of what the hub has seen and sent: sessions, users, mails. */
export const TABLE_NAME = 'tag-enforcement';

/** The topic of cluster-admins. */
export const ADMINISTRATORS_TOPIC_NAME = 'tag-enforcement-administrators';

/** What every sub-account's topic is called, up to the account id that ends it. */
export const SUB_ACCOUNT_TOPIC_NAME_PREFIX = 'tag-enforcement-';

/** What every person's topic is called, up to what the person's name makes of it: lambdas/domain/launcher/directory.ts. */
export const PERSON_TOPIC_NAME_PREFIX = 'tag-enforcement-person-';

/** The role in the gateway account that lists its users. */
export const DIRECTORY_ROLE_NAME = 'tag-enforcement-directory';

/** The roles in a sub-account that the hub's functions assume. */
export const SUB_ACCOUNT_ROLES = {
  read: 'tag-enforcement-read',
  repair: 'tag-enforcement-repair',
  act: 'tag-enforcement-act',
  'look-up': 'tag-enforcement-look-up',
} as const;

/** The functions of the hub: a folder each in lambdas/. */
export const FUNCTION_NAMES = [
  'intake',
  'check',
  'repair',
  'terminate',
  'attribute',
  'notice',
  'publish',
  'sessions',
  'look-up',
  'directory',
  'sweep',
  'breaker',
] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

/**
 * The role of one of the hub's functions. Not merely `tag-enforcement-<function>`: a hub that is a sub-account too
 * holds the role tag-enforcement-repair already.
 */
export const functionRoleName = (name: FunctionName): string => `tag-enforcement-hub-${name}`;

/** The ARN of the hub's bus. */
export const busArn = (hub: { readonly accountId: string; readonly region: string }): string =>
  `arn:aws:events:${hub.region}:${hub.accountId}:event-bus/${BUS_NAME}`;

/** The ARN of the state machine GracePeriod. */
export const stateMachineArn = (hub: { readonly accountId: string; readonly region: string }): string =>
  `arn:aws:states:${hub.region}:${hub.accountId}:stateMachine:${STATE_MACHINE_NAME}`;

/** The ARN of the state machine Sweep. */
export const sweepArn = (hub: { readonly accountId: string; readonly region: string }): string =>
  `arn:aws:states:${hub.region}:${hub.accountId}:stateMachine:${SWEEP_STATE_MACHINE_NAME}`;
