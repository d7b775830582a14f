import * as z from 'zod/mini';

/** The environment of `look-up`. */
export const LookUpEnvironment = z.object({
  TABLE_NAME: z.string(),
  /** The name of the role in each sub-account that may ask CloudTrail. */
  LOOK_UP_ROLE_NAME: z.string(),
});
export type LookUpEnvironment = z.infer<typeof LookUpEnvironment>;
