import { canonical, isObject } from '../../infra/json.ts';
import { counted } from '../style.ts';
import { type Diagnosis, failed, ok } from './diagnosis.ts';
import { type ExpectedStack, Template } from './expected.ts';
import type { DeployedRule, DeployedStack } from './reader.ts';

/** The most differences that a line names. */
const MAX_NAMED = 3;

/** CloudFormation returns a question mark for every character that is not ASCII. `cdk diff` compares in the same way. */
const asCloudFormationGivesIt = (text: string): string => text.replace(/\P{ASCII}/gu, '?');

const differences = (expected: Template, deployed: Template): string[] => {
  const ids = new Set([...Object.keys(expected.Resources), ...Object.keys(deployed.Resources)]);
  return [...ids].filter(
    (id) =>
      asCloudFormationGivesIt(canonical(expected.Resources[id] ?? null)) !==
      asCloudFormationGivesIt(canonical(deployed.Resources[id] ?? null)),
  );
};

/**
 * Checks that a stack is deployed, and equals what this checkout makes. So all stacks have the same version, without a
 * version in the templates: CloudFormation would not even update a stack for that alone.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-description-structure.html
 */
export const checkStack = ({ name, template }: ExpectedStack, seen: DeployedStack | null): Diagnosis => {
  const deploy = `npx cdk deploy ${name}`;
  if (!seen) return failed(`stack ${name} is not deployed: ${deploy}`);
  if (!/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(seen.status)) {
    return failed(`stack ${name} is ${seen.status}: look at its events, then ${deploy}`);
  }
  const deployed = Template.safeParse(seen.template);
  if (!deployed.success) return failed(`stack ${name} has a template that cannot be read: ${deploy}`);
  const different = differences(template, deployed.data);
  if (different.length === 0) return ok(`stack ${name} is this version's`);
  const others = different.length > MAX_NAMED ? ` and ${different.length - MAX_NAMED} others` : '';
  return failed(
    `stack ${name} is not this version's: ${different.slice(0, MAX_NAMED).join(', ')}${others} differ: ${deploy}`,
  );
};

/**
 * Checks that a rule exists, is enabled and has the right pattern. `expected` are its properties in the template. The
 * template has not changed, so a deployment would repair nothing without --revert-drift.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html
 */
export const checkRule = (
  logicalId: string,
  expected: Readonly<Record<string, unknown>>,
  seen: DeployedRule | null,
  stackName: string,
): Diagnosis => {
  const revert = `npx cdk deploy ${stackName} --revert-drift`;
  if (!seen) return failed(`rule ${logicalId} is gone, and events are lost: ${revert}`);
  const { State = 'ENABLED', EventPattern = null, ScheduleExpression = null } = expected;
  if (seen.state !== State) {
    return failed(`rule ${logicalId} is ${seen.state}, expected ${State}: ${revert}`);
  }
  if (!isSame(seen.pattern, EventPattern) || !isSame(seen.schedule, ScheduleExpression)) {
    return failed(`rule ${logicalId} has another pattern or schedule than this version: ${revert}`);
  }
  return ok(`rule ${logicalId} ${seen.state === 'ENABLED' ? 'enabled' : 'enabled, read-only calls too'}`);
};

/** Checks that a role exists and has the right trust policy. */
export const checkRole = (
  roleName: string,
  expected: unknown,
  seen: unknown,
  stackName: string,
): Diagnosis => {
  const revert = `npx cdk deploy ${stackName} --revert-drift`;
  if (seen === null) return failed(`role ${roleName} is gone: ${revert}`);
  if (isSame(seen, expected)) return ok(`role ${roleName} has the right trust policy`);
  return failed(`role ${roleName} has another trust policy than this version: ${revert}`);
};

/** IAM and EventBridge return a list of one as a list, or as its only element. */
const withoutListsOfOne = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    return value.length === 1 ? withoutListsOfOne(value[0]) : value.map(withoutListsOfOne);
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutListsOfOne(inner)]));
};

/** Whether two policies or patterns are equal but for lists of one. */
const isSame = (a: unknown, b: unknown): boolean =>
  canonical(withoutListsOfOne(a)) === canonical(withoutListsOfOne(b));

/** Checks that a dead-letter queue is empty. Outside the hub, it holds events that never reached the hub. */
export const checkDeadLetters = (logicalId: string, messages: number, isHub: boolean): Diagnosis => {
  if (messages === 0) return ok(`${logicalId} empty`);
  const next = isHub ? 'npm run redrive' : 'docs/runbook.md#dead-letters-of-a-sub-account';
  const count = Number.isNaN(messages) ? 'an unknown number of messages' : counted(messages, 'message');
  return failed(`${logicalId} holds ${count}: ${next}`);
};
