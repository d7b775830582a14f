import * as z from 'zod/mini';

/** What launched instances for somebody, as it stands: an instance with a profile, or an Auto Scaling group. */
export const Origin = z.object({
  kind: z.enum(['instance', 'auto-scaling-group']),
  /** The instance's id, or the group's name. */
  id: z.string(),
  /** Its valid Owner; null if it has none, or is not found. */
  owner: z.nullable(z.string()),
  /** AWS does not show it: it may be there all the same, have ended long ago, or be in another Region. */
  isNotFound: z.optional(z.boolean()),
});
export type Origin = z.infer<typeof Origin>;

/** The kinds of origin whose Owner is inherited, as configured (`inheritOwner`). */
export const InheritOwner = z.array(Origin.shape.kind);
export type InheritOwner = z.infer<typeof InheritOwner>;
