import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import type { SubAccount } from '../config/configuration.ts';
import type { EnforcementFunction } from './enforcement-function.ts';

/** Lets a function assume the role of that name in these accounts; of no account it says nothing, as IAM demands. */
export const allowAssume = (
  fn: EnforcementFunction,
  roleName: string,
  subAccounts: readonly SubAccount[],
): void => {
  if (subAccounts.length === 0) return;
  fn.allow(
    new PolicyStatement({
      actions: ['sts:AssumeRole'],
      resources: subAccounts.map(({ accountId }) => roleArn(accountId, roleName)),
    }),
  );
};
