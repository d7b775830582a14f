import { AccountNotListed } from '../domain/errors.ts';
import type { GracePeriodInput } from '../domain/grace-period/input.ts';
import type { IntakeEnvironment } from './environment.ts';

/**
 * The name and mode of an account.
 *
 * @throws AccountNotListed
 */
export const accountOf = (
  accountId: string,
  accounts: IntakeEnvironment['SUB_ACCOUNTS'],
): GracePeriodInput['account'] => {
  for (const mode of ['enforce', 'dry-run'] as const) {
    const name = accounts[mode][accountId];
    if (name !== undefined) return { name, mode };
  }
  throw new AccountNotListed(accountId);
};
