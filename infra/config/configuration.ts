import type * as z from 'zod';
import { compare } from '../json.ts';
import type { ConfigurationSchema } from './schema.ts';

type Written = z.infer<typeof ConfigurationSchema>;

/** A sub-account with its effective mode. `regions` is sorted. */
export type SubAccount = Omit<Written['subAccounts'][number], 'mode'> & {
  readonly mode: 'dry-run' | 'enforce';
};

/** The configuration, defaults filled in; sub-accounts are sorted by account id. */
export type Configuration = Omit<Written, 'subAccounts'> & { readonly subAccounts: readonly SubAccount[] };

/** Fills in modes and sorts, so that the templates do not depend on the order in which the configuration is written. */
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
