import * as z from 'zod/mini';

/** A question to CloudTrail's LookupEvents: who got this access key, launched this instance, or changed its Owner last? */
export const LookUp = z.object({
  accountId: z.string(),
  /** Where the launch was; the answer may also be in us-east-1. */
  region: z.string(),
  kind: z.enum(['access-key', 'instance', 'owner-change']),
  resourceName: z.string(),
  /** The key of the Owner tag, where that is what was changed. */
  ownerKey: z.optional(z.string()),
});
export type LookUp = z.infer<typeof LookUp>;
