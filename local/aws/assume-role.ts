import { RoleNotAssumable } from '../../lambdas/domain/errors.ts';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import type { Iam } from '../iam/iam.ts';

/**
 * Assumes a role in an account as a function's role, if its policies and the other role's trust policy allow it.
 *
 * @returns the assumed role's ARN
 *
 * @throws RoleNotAssumable
 */
export const assume = (
  iam: Pick<Iam, 'assumeRole'>,
  functionRoleArn: string,
  accountId: string,
  roleName: string,
): string => {
  const arn = roleArn(accountId, roleName);
  try {
    iam.assumeRole(functionRoleArn, arn);
  } catch (cause) {
    throw new RoleNotAssumable(arn, { cause });
  }
  return arn;
};

/** The context key that names the Region of a request. */
export const requestedRegion = (region: string) => ['aws:requestedregion', [region]] as const;
