import type * as z from 'zod';
import { compare } from './compare.ts';
import { ConfigurationSchema, knownFields } from './configuration-schema.ts';
import { always } from './distinct.ts';
import { exemptionsHold } from './exemption-faults.ts';
import { allFaultsOf, ConfigurationInvalid } from './faults.ts';
import { sizeFaults } from './size-faults.ts';

type Written = z.infer<typeof ConfigurationSchema>;

/** A sub-account with its effective mode. `regions` is sorted. */
export type SubAccount = Omit<Written['subAccounts'][number], 'mode'> & {
  readonly mode: 'dry-run' | 'enforce';
};

/** The configuration, defaults filled in; sub-accounts are sorted by account id. */
export type Configuration = Omit<Written, 'subAccounts'> & { readonly subAccounts: readonly SubAccount[] };

/** In an order of our own, so that what is deployed does not depend on the order in which it was written. */
const resolve = (written: Written): Configuration => ({
  ...written,
  subAccounts: written.subAccounts
    .map((account) => ({
      ...account,
      mode: account.mode ?? written.mode,
      regions: [...account.regions].sort(compare),
    }))
    .sort((a, b) => compare(a.accountId, b.accountId)),
});

/**
 * Parses the object `tagEnforcement` of cdk.json's context, or of the file given to `npm start`.
 *
 * @param now decides which exemptions are over
 * @throws ConfigurationInvalid with every fault, one line each
 */
export const parseConfiguration = (value: unknown, now = new Date()): Configuration => {
  const parsed = ConfigurationSchema.superRefine(exemptionsHold(now), always).safeParse(value);
  if (!parsed.success) {
    throw new ConfigurationInvalid(allFaultsOf(value, parsed.error.issues, knownFields));
  }
  const configuration = resolve(parsed.data);
  const faults = sizeFaults(configuration);
  if (faults.length > 0) throw new ConfigurationInvalid(faults);
  return configuration;
};
