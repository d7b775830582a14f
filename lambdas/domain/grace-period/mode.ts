import * as z from 'zod/mini';

/** What the configuration has done with an account since its last deployment; `not-listed`: it was taken out. */
export const Mode = z.enum(['enforce', 'dry-run', 'not-listed']);
export type Mode = z.infer<typeof Mode>;

/** Ids of the configured accounts. */
export const Accounts = z.object({ 'dry-run': z.array(z.string()), enforce: z.array(z.string()) });
export type Accounts = z.infer<typeof Accounts>;

/** The mode of an account now: an execution began under an earlier configuration, perhaps. */
export const modeOf = (accountId: string, accounts: Accounts): Mode => {
  if (accounts.enforce.includes(accountId)) return 'enforce';
  return accounts['dry-run'].includes(accountId) ? 'dry-run' : 'not-listed';
};
