import * as z from 'zod/mini';

/** The environment of `repair`. */
export const RepairEnvironment = z.object({
  OWNER_TAG_KEY: z.string(),
  /** The name of the role in each sub-account that may write valid Owner tags. */
  REPAIR_ROLE_NAME: z.string(),
  TABLE_NAME: z.string(),
});
export type RepairEnvironment = z.infer<typeof RepairEnvironment>;
