import { RoleNotAssumable } from '../../lambdas/domain/errors.ts';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import type { Iam } from '../iam/iam.ts';

/**
 * The ARN of a role in an account, assumed by a function: as its policies and the other's trust allow.
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

/** Every request's context tells the Region it is made in. */
export const requestedRegion = (region: string) => ['aws:requestedregion', [region]] as const;
