/** Names that more than one account must agree on. Each is written once, here: a role's trust or a rule's target needs it. */

/** The bus in the hub that every sub-account's rules send to. */
export const BUS_NAME = 'tag-enforcement';

/** The stack of the hub. */
export const HUB_STACK_NAME = 'TagEnforcement-Hub';

/** The stack of the report. */
export const REPORT_STACK_NAME = 'TagEnforcement-Report';

/** The state machine with an execution for each grace period of a launch. */
export const STATE_MACHINE_NAME = 'tag-enforcement-GracePeriod';

/** The state machine that finds what events missed. */
export const SWEEP_STATE_MACHINE_NAME = 'tag-enforcement-Sweep';

/** The state machine that sends the mails about what the breaker holds. */
export const BREAKER_STATE_MACHINE_NAME = 'tag-enforcement-Breaker';

/** The state machine that makes the report of who owns what. */
export const REPORT_STATE_MACHINE_NAME = 'tag-enforcement-Report';

/** The prefix of every alarm's name: docs/runbook.md has an article for each name. */
export const ALARM_NAME_PREFIX = 'tag-enforcement-';

/** The dashboard of the hub. */
export const DASHBOARD_NAME = 'tag-enforcement';

/** The parameter that pauses enforcement: any value but `no` does. */
export const PAUSE_PARAMETER_NAME = '/tag-enforcement/paused';

/** The table of what the hub has seen and sent: sessions, users, mails, breaker groups. */
export const TABLE_NAME = 'tag-enforcement';

/** The queue of mails that `publish` sends. */
export const MAIL_QUEUE_NAME = 'tag-enforcement-mails';

/** The topic that the administrators read. */
export const ADMINISTRATORS_TOPIC_NAME = 'tag-enforcement-administrators';

/** The prefix of every sub-account's topic; the account id follows. */
export const SUB_ACCOUNT_TOPIC_NAME_PREFIX = 'tag-enforcement-';

/** The prefix of every person's topic; lambdas/domain/launcher/directory.ts makes the rest from the person's name. */
export const PERSON_TOPIC_NAME_PREFIX = 'tag-enforcement-person-';

/** The role in the gateway account that lists its users. */
export const DIRECTORY_ROLE_NAME = 'tag-enforcement-directory';

/** The stack of the payer account. */
export const BILLING_STACK_NAME = 'TagEnforcement-Billing';

/** The role in the payer account that reads costs. */
export const COSTS_ROLE_NAME = 'tag-enforcement-costs';

/** The role in the gateway account that reads who has access. */
export const ACCESS_REVIEW_ROLE_NAME = 'tag-enforcement-access-review';

/** The role in the hub that signs links to pages. */
export const LINK_ROLE_NAME = 'tag-enforcement-page-link';

/** The roles in a sub-account that the hub's functions assume. */
export const SUB_ACCOUNT_ROLES = {
  read: 'tag-enforcement-read',
  repair: 'tag-enforcement-repair',
  act: 'tag-enforcement-act',
  'look-up': 'tag-enforcement-look-up',
  propagate: 'tag-enforcement-propagate',
  tags: 'tag-enforcement-tags',
  correct: 'tag-enforcement-correct',
  report: 'tag-enforcement-report',
} as const;

/** The permissions boundary of the roles that people assume, in each sub-account: nobody who has it can change this service. */
export const BOUNDARY_NAME = 'tag-enforcement-boundary';

/** The group in the gateway account of everybody who is listed. */
export const RESEARCHERS_GROUP_NAME = 'researchers';

/** The groups that carry assignments: the first is that of everybody. */
export const groupName = (index: number): string =>
  index === 0 ? RESEARCHERS_GROUP_NAME : `${RESEARCHERS_GROUP_NAME}-${index + 1}`;

/** The policy of a sub-account's assignments; its id is that of infra/access/assignments.ts. */
export const assignmentPolicyName = (id: string): string => `tag-enforcement-access-${id}`;

/** The stack of the gateway's users, and that of a sub-account's roles. */
export const ACCESS_GATEWAY_STACK_NAME = 'TagEnforcement-Access-Gateway';
export const accessStackName = (accountId: string): string => `TagEnforcement-Access-${accountId}`;

/** The functions of the hub: each has a folder in lambdas/. */
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
  'propagate',
  'creations',
  'reminders',
  'collect',
  'costs',
  'report',
] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** The functions that are deployed with `access` only: the first in the gateway account, the others in the hub. */
const ACCESS_FUNCTION_NAMES = ['access', 'access-ends', 'access-review'] as const;
export type AnyFunctionName = FunctionName | (typeof ACCESS_FUNCTION_NAMES)[number];

/**
 * The role of one of the hub's functions. It is not `tag-enforcement-<function>`: where the hub is a sub-account too, its
 * account already has a role tag-enforcement-repair.
 */
export const functionRoleName = (name: AnyFunctionName): string => `tag-enforcement-hub-${name}`;

/** The ARN of the hub's bus. */
export const busArn = (hub: { readonly accountId: string; readonly region: string }): string =>
  `arn:aws:events:${hub.region}:${hub.accountId}:event-bus/${BUS_NAME}`;

/** The ARN of the state machine GracePeriod. */
export const stateMachineArn = (hub: { readonly accountId: string; readonly region: string }): string =>
  `arn:aws:states:${hub.region}:${hub.accountId}:stateMachine:${STATE_MACHINE_NAME}`;

/** The ARN of the state machine Sweep. */
export const sweepArn = (hub: { readonly accountId: string; readonly region: string }): string =>
  `arn:aws:states:${hub.region}:${hub.accountId}:stateMachine:${SWEEP_STATE_MACHINE_NAME}`;

/** The ARN of the state machine Report. */
export const reportArn = (hub: { readonly accountId: string; readonly region: string }): string =>
  `arn:aws:states:${hub.region}:${hub.accountId}:stateMachine:${REPORT_STATE_MACHINE_NAME}`;
