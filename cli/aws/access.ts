import { types } from 'node:util';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { reasonOf } from '../../infra/error-reason.ts';
import { assumeRole, type RoleCredentials } from '../../lambdas/aws/credentials.ts';
import { WrongUsage } from '../command.ts';

/** The settings of an AWS client. Without credentials, it uses the caller's own. */
export type ClientSettings = { readonly region: string; readonly credentials?: RoleCredentials };

/** Returns the settings to read an account with; null if it cannot be read. */
export type Access = (accountId: string, region: string) => Promise<ClientSettings | null>;

/** The account whose credentials the caller has. `called` is how messages name it: the hub, unless given. */
type Home = { readonly accountId: string; readonly region: string; readonly called?: string };

/**
 * Gives access to one account, the hub, with the caller's own credentials, and to other accounts by the role. Without a
 * role, other accounts are not read.
 *
 * @throws WrongAccount, NoCredentials
 */
export const access = async (
  home: Home,
  roleName: string | null,
  sts = new STSClient({ region: home.region }),
): Promise<Access> => {
  const { Account = 'unknown' } = await sts.send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
    throw new NoCredentials(reasonOf(error), `${home.called ?? 'the hub'} account`);
  });
  if (Account !== home.accountId) throw new WrongAccount(Account, home);
  const assume = roleName === null ? null : assumeRole(roleName, 'tag-enforcement-operate', sts);
  return async (accountId, region) => {
    if (accountId === home.accountId) return { region };
    return assume ? { region, credentials: await assume(accountId) } : null;
  };
};

/** The caller's credentials are not those of the account that the command acts in. */
class WrongAccount extends WrongUsage {
  constructor(found: string, { accountId, called = 'the hub' }: Home) {
    super(
      `your credentials are of account ${found}, but ${called} is ${accountId}: set AWS_PROFILE, or give --config FILE`,
    );
  }
}

/** The caller has no credentials, or AWS refuses them. */
export class NoCredentials extends WrongUsage {
  constructor(reason: string, account = 'the hub account') {
    super(`AWS does not accept your credentials (${reason}): set AWS_PROFILE to a profile of ${account}`);
  }
}

/** Whether AWS refused or failed, which a command says in one line; everything else is a fault of the command. */
export const isAnswerOfAws = (error: unknown): boolean => types.isNativeError(error) && '$metadata' in error;

/** Reads all pages of an answer of AWS. */
export const pages = async <Page, Item, Token = string>(
  ask: (token: Token | undefined) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
  nextOf: (page: Page) => Token | undefined,
): Promise<Item[]> => {
  const items: Item[] = [];
  let token: Token | undefined;
  do {
    const page = await ask(token);
    items.push(...(itemsOf(page) ?? []));
    token = nextOf(page);
  } while (token);
  return items;
};
