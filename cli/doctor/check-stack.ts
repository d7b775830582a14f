import { canonical, isObject } from '../../infra/json.ts';
import { counted } from '../style.ts';
import { type Diagnosis, failed, ok } from './diagnosis.ts';
import { type ExpectedStack, Template } from './expected.ts';
import type { DeployedRule, DeployedStack, RecordingTrail } from './reader.ts';

/** Differences that a line names. */
const MAX_NAMED = 3;

/** CloudFormation gives a question mark for every character that is not ASCII: `cdk diff` reckons with it too. */
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
 * Whether a stack is deployed, and is what this checkout makes. So all stacks are of the same version, and a version
 * need not be written into them: by itself, CloudFormation would not even update it.
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
 * Whether a rule is there, enabled, and lets through what it should. `expected` are its properties in the template, which
 * have not changed: a deployment alone would mend nothing.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html
 */
export const checkRule = (
  logicalId: string,
  expected: Readonly<Record<string, unknown>>,
  seen: DeployedRule | null,
  stackName: string,
): Diagnosis => {
  const revert = `npx cdk deploy ${stackName} --revert-drift`;
  if (!seen) return failed(`rule ${logicalId} is gone, events are lost: ${revert}`);
  const { State = 'ENABLED', EventPattern = null, ScheduleExpression = null } = expected;
  if (seen.state !== State) {
    return failed(`rule ${logicalId} is ${seen.state}, expected ${State}: ${revert}`);
  }
  if (!isSame(seen.pattern, EventPattern) || !isSame(seen.schedule, ScheduleExpression)) {
    return failed(`rule ${logicalId} has another pattern or schedule than this version: ${revert}`);
  }
  return ok(`rule ${logicalId} ${seen.state === 'ENABLED' ? 'enabled' : 'enabled, read-only calls too'}`);
};

/** Whether a role is there, and may be assumed by exactly whom it should be. */
export const checkRole = (
  roleName: string,
  expected: unknown,
  seen: unknown,
  stackName: string,
): Diagnosis => {
  const revert = `npx cdk deploy ${stackName} --revert-drift`;
  if (seen === null) return failed(`role ${roleName} is gone: ${revert}`);
  if (isSame(seen, expected)) return ok(`role ${roleName} trusts whom it should`);
  return failed(`role ${roleName} trusts another than it should: ${revert}`);
};

/** IAM and EventBridge keep a list of one as they got it, or as its only element. */
const withoutListsOfOne = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    return value.length === 1 ? withoutListsOfOne(value[0]) : value.map(withoutListsOfOne);
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutListsOfOne(inner)]));
};

/** Whether two policies or patterns say the same. */
export const isSame = (a: unknown, b: unknown): boolean =>
  canonical(withoutListsOfOne(a)) === canonical(withoutListsOfOne(b));

/** Whether a trail logs the Region's calls: without one, EventBridge gets none of them. */
export const checkTrails = (trails: readonly RecordingTrail[]): Diagnosis => {
  const [first] = trails;
  if (!first) return failed('no trail: no event ever comes; set "trail": "create", or create one');
  const logging = trails.find(({ isLogging }) => isLogging);
  if (logging) return ok('a trail logs');
  // In its home Region alone it can be started: arn:aws:cloudtrail:<home>:...
  const home = first.arn.split(':')[3];
  return failed(
    `trail ${first.arn} does not log: aws cloudtrail start-logging --region ${home} --name ${first.arn}`,
  );
};

/** Whether a dead-letter queue is empty. Those outside the hub hold what never reached it: the sweep finds its instances. */
export const checkDeadLetters = (logicalId: string, messages: number, isHub: boolean): Diagnosis => {
  if (messages === 0) return ok(`${logicalId} empty`);
  const next = isHub ? 'npm run redrive' : 'docs/runbook.md#dead-letters-of-a-sub-account';
  const count = Number.isNaN(messages) ? 'an unknown number of messages' : counted(messages, 'message');
  return failed(`${logicalId} holds ${count}: ${next}`);
};
