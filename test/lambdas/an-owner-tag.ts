import type { OwnerTag } from '../../lambdas/domain/compliance/owner-rule.ts';

/** The Owner rule of the configuration in docs/design.md. */
export const anOwnerTag = (overrides: Partial<OwnerTag> = {}): OwnerTag => ({
  key: 'Owner',
  patterns: ['?*@ucsc.edu', 'shared'],
  onInvalidValue: 'report',
  ...overrides,
});
