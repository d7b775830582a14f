import * as z from 'zod/mini';

/** The Owner rule as configured: the tag's key, and the values it may have as IAM `StringLike` patterns. */
export const OwnerTag = z.object({
  key: z.string(),
  patterns: z.array(z.string()),
  onInvalidValue: z.enum(['report', 'terminate']),
});
export type OwnerTag = z.infer<typeof OwnerTag>;

/**
 * Values that protect an instance from the act role, as IAM `StringLike` patterns: the Guard's condition and
 * the code that decides both read them here.
 */
export const protectedPatterns = (ownerTag: OwnerTag): readonly string[] => {
  switch (ownerTag.onInvalidValue) {
    case 'report':
      return ['?*'];
    case 'terminate':
      return ownerTag.patterns;
    default:
      return ownerTag.onInvalidValue satisfies never;
  }
};
