import { type Diagnosis, failed, ok } from './diagnosis.ts';
import { isSame } from './same.ts';

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
