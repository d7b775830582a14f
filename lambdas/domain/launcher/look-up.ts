import * as z from 'zod/mini';

/** A question to CloudTrail's LookupEvents: who got this access key, or who launched this instance? */
export const LookUp = z.object({
  accountId: z.string(),
  /** Where the launch was; the answer may also be in us-east-1. */
  region: z.string(),
  kind: z.enum(['access-key', 'instance']),
  resourceName: z.string(),
});
export type LookUp = z.infer<typeof LookUp>;
