import * as z from 'zod/mini';

/** A tag of a resource. CloudTrail has been seen to leave out an empty value. */
export const Tag = z.object({ key: z.string(), value: z._default(z.string(), '') });
export type Tag = z.infer<typeof Tag>;
