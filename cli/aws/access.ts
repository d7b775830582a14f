import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { reasonOf } from '../../infra/error-reason.ts';
import { assumeRole, type RoleCredentials } from '../../lambdas/aws/credentials.ts';
import { WrongUsage } from '../command.ts';

/** The settings of an AWS client. Without credentials, it uses the caller's own. */
export type ClientSettings = { readonly region: string; readonly credentials?: RoleCredentials };

/** Returns the settings to read an account with; null if it cannot be read. */
export type Access = (accountId: string, region: string) => Promise<ClientSettings | null>;

type Hub = { readonly accountId: string; readonly region: string };

/**
 * Gives access to the hub with the caller's own credentials, and to other accounts by the role. Without a role, other
 * accounts are not read.
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

/** The caller's credentials are not the hub account's. */
class WrongAccount extends WrongUsage {
  constructor(accountId: string, hubAccountId: string) {
    super(
      `your credentials are of account ${accountId}, but the hub is ${hubAccountId}: set AWS_PROFILE, or give --config FILE`,
    );
  }
}

/** The caller has no credentials, or AWS refuses them. */
class NoCredentials extends WrongUsage {
  constructor(reason: string) {
    super(
      `AWS does not accept your credentials (${reason}): set AWS_PROFILE to a profile of the hub account`,
    );
  }
}

/** Reads all pages of an answer of AWS. */
export const pages = async <Page, Item>(
  ask: (token: string | undefined) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
  nextOf: (page: Page) => string | undefined,
): Promise<Item[]> => {
  const items: Item[] = [];
  let token: string | undefined;
  do {
    const page = await ask(token);
    items.push(...(itemsOf(page) ?? []));
    token = nextOf(page);
  } while (token);
  return items;
};
