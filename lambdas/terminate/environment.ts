import * as z from 'zod/mini';
import { json } from '../environment.ts';

/** The environment of `terminate`. */
export const TerminateEnvironment = z.object({
  /** The name of the role in each enforced sub-account that may terminate unowned instances. */
  ACT_ROLE_NAME: z.string(),
  /** Ids of the sub-accounts in mode enforce. */
  ENFORCED_ACCOUNTS: json(z.array(z.string())),
});
export type TerminateEnvironment = z.infer<typeof TerminateEnvironment>;
