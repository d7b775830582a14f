import * as z from 'zod/mini';

/** The environment of `attribute`. */
export const AttributeEnvironment = z.object({
  TABLE_NAME: z.string(),
  /** The queue of questions to CloudTrail's LookupEvents. */
  LOOK_UP_QUEUE_URL: z.string(),
  GATEWAY_ACCOUNT_ID: z.string(),
});
export type AttributeEnvironment = z.infer<typeof AttributeEnvironment>;
