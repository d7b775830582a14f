import { type Diagnosis, failed, ok } from './diagnosis.ts';
import type { SeenRule } from './reader.ts';
import { isSame } from './same.ts';

/**
 * Whether a rule is there, enabled, and lets through what it should. `expected` are its properties in the template, which
 * have not changed: a deployment alone would mend nothing.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html
 */
export const checkRule = (
  logicalId: string,
  expected: Readonly<Record<string, unknown>>,
  seen: SeenRule | null,
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
