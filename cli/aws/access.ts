import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { reasonOf } from '../../infra/error-reason.ts';
import { assumeRole, type RoleCredentials } from '../../lambdas/aws/credentials.ts';
import { WrongUsage } from '../command.ts';

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

/** Credentials of another account than the hub's. */
class WrongAccount extends WrongUsage {
  constructor(accountId: string, hubAccountId: string) {
    super(
      `these are credentials of account ${accountId}, and the hub is ${hubAccountId}: set AWS_PROFILE, or give --config FILE`,
    );
  }
}

/** No credentials at all, or such as AWS refuses. */
class NoCredentials extends WrongUsage {
  constructor(reason: string) {
    super(`AWS does not know who asks (${reason}): set AWS_PROFILE to a profile of the hub account`);
  }
}

/** Reads an answer of AWS that comes in pages, to its end. */
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
