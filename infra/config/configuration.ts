import type * as z from 'zod';
import { compare } from '../compare.ts';
import type { ConfigurationSchema } from './schema.ts';

type Written = z.infer<typeof ConfigurationSchema>;

/** A sub-account with its effective mode. `regions` is sorted. */
export type SubAccount = Omit<Written['subAccounts'][number], 'mode'> & {
  readonly mode: 'dry-run' | 'enforce';
};

/** The configuration, defaults filled in; sub-accounts are sorted by account id. */
export type Configuration = Omit<Written, 'subAccounts'> & { readonly subAccounts: readonly SubAccount[] };

/** In an order of our own, so that what is deployed does not depend on the order in which it was written. */
export const resolve = (written: Written): Configuration => ({
  ...written,
  subAccounts: written.subAccounts
    .map((account) => ({
      ...account,
      mode: account.mode ?? written.mode,
      regions: [...account.regions].sort(compare),
    }))
    .sort((a, b) => compare(a.accountId, b.accountId)),
});
