import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { assumeRole, type RoleCredentials } from '../../lambdas/aws/credentials.ts';
import { reasonOf } from '../../local/input/fault.ts';
import { NoCredentials, WrongAccount } from '../errors.ts';

/** What a client of AWS is made of. Without credentials it is the caller's own that count. */
export type ClientSettings = { readonly region: string; readonly credentials?: RoleCredentials };

/** How an account is looked at; null where it is not. */
export type Access = (accountId: string, region: string) => Promise<ClientSettings | null>;

type Hub = { readonly accountId: string; readonly region: string };

/**
 * Looks at the hub with the caller's own credentials, and at other accounts as the role, or not at all.
 *
 * @throws WrongAccount, NoCredentials
 */
export const access = async (
  hub: Hub,
  roleName: string | null,
  sts = new STSClient({ region: hub.region }),
): Promise<Access> => {
  const { Account = 'unknown' } = await sts.send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
    throw new NoCredentials(reasonOf(error));
  });
  if (Account !== hub.accountId) throw new WrongAccount(Account, hub.accountId);
  const assume = roleName === null ? null : assumeRole(roleName, 'tag-enforcement-operate', sts);
  return async (accountId, region) => {
    if (accountId === hub.accountId) return { region };
    return assume ? { region, credentials: await assume(accountId) } : null;
  };
};
