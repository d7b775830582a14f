import * as z from 'zod/mini';
import { OnTerminationProtection } from '../domain/grace-period/order.ts';
import { OwnerTag } from '../domain/verdict/owner-rule.ts';
import { json } from '../environment.ts';

/** The environment of `terminate`. */
export const TerminateEnvironment = z.object({
  /** The name of the role in each enforced sub-account that may terminate unowned instances. */
  ACT_ROLE_NAME: z.string(),
  /** Ids of the sub-accounts in mode enforce. */
  ENFORCED_ACCOUNTS: json(z.array(z.string())),
  /** The parameter that pauses enforcement, whatever it holds but `no`. */
  PAUSE_PARAMETER_NAME: z.string(),
  /** Where the breaker says what it holds. */
  TABLE_NAME: z.string(),
  ON_TERMINATION_PROTECTION: OnTerminationProtection,
  OWNER_TAG: json(OwnerTag),
});
export type TerminateEnvironment = z.infer<typeof TerminateEnvironment>;
