import type * as z from 'zod';
import { compare } from '../json.ts';
import { type Access, resolveAccess } from './access.ts';
import type { ConfigurationSchema } from './schema.ts';

type Written = z.infer<typeof ConfigurationSchema>;

/** A sub-account with its effective mode. `regions` is sorted. */
export type SubAccount = Omit<Written['subAccounts'][number], 'mode'> & {
  readonly mode: 'dry-run' | 'enforce';
};

/** The configuration, defaults filled in; sub-accounts are sorted by account id. */
export type Configuration = Omit<Written, 'subAccounts' | 'access'> & {
  readonly subAccounts: readonly SubAccount[];
  /** Left out unless people, roles and assignments are managed here. */
  readonly access?: Access;
};

/** The same, where people, roles and assignments are managed here. */
export type ConfigurationWithAccess = Configuration & { readonly access: Access };

/** Whether people, roles and assignments are managed here. */
export const hasAccess = (configuration: Configuration): configuration is ConfigurationWithAccess =>
  configuration.access !== undefined;

/** Fills in modes and sorts, so that the templates do not depend on the order in which the configuration is written. */
export const resolve = ({ access: written, ...fields }: Written): Configuration => {
  const access = resolveAccess(written, fields.subAccounts);
  return {
    ...fields,
    ...(access && { access }),
    subAccounts: fields.subAccounts
      .map((account) => ({
        ...account,
        mode: account.mode ?? fields.mode,
        regions: [...account.regions].sort(compare),
      }))
      .sort((a, b) => compare(a.accountId, b.accountId)),
  };
};
