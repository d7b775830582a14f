import type { OwnerTag } from '../../lambdas/domain/compliance/owner-rule.ts';

/** The Owner rule of docs/design.md's configuration. */
export const anOwnerTag = (overrides: Partial<OwnerTag> = {}): OwnerTag => ({
  key: 'Owner',
  patterns: ['?*@ucsc.edu', 'shared'],
  onInvalidValue: 'report',
  ...overrides,
});
