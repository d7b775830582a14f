import { type Diagnosis, failed, ok } from './diagnosis.ts';
import type { SeenRule } from './reader.ts';
import { isSame } from './same.ts';

/** Whether a rule is there, enabled, and lets through what it should. `expected` are its properties in the template. */
export const checkRule = (
  logicalId: string,
  expected: Readonly<Record<string, unknown>>,
  seen: SeenRule | null,
  stackName: string,
): Diagnosis => {
  const deploy = `npx cdk deploy ${stackName}`;
  if (!seen) return failed(`rule ${logicalId} is gone: events are lost; ${deploy}`);
  const { State = 'ENABLED', EventPattern = null, ScheduleExpression = null } = expected;
  if (seen.state !== State) {
    return failed(
      `rule ${logicalId} is ${seen.state}, expected ${State}: aws events enable-rule, or ${deploy}`,
    );
  }
  if (!isSame(seen.pattern, EventPattern) || !isSame(seen.schedule, ScheduleExpression)) {
    return failed(`rule ${logicalId} has another pattern or schedule than this version: ${deploy}`);
  }
  return ok(`rule ${logicalId} ${seen.state === 'ENABLED' ? 'enabled' : 'enabled, read-only calls too'}`);
};
