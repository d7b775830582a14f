import * as z from 'zod/mini';

/** The environment of `directory`. */
export const DirectoryEnvironment = z.object({
  TABLE_NAME: z.string(),
  /** The role in the gateway account that may list its users. */
  DIRECTORY_ROLE_NAME: z.string(),
  GATEWAY_ACCOUNT_ID: z.string(),
  /** The ARN of every person's topic, up to what the person's name makes of it. */
  PERSON_TOPIC_ARN_PREFIX: z.string(),
});
export type DirectoryEnvironment = z.infer<typeof DirectoryEnvironment>;
