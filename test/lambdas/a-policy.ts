import type { Policy } from '../../lambdas/domain/grace-period/plan.ts';
import { aTiming } from './a-timing.ts';
import { anOwnerTag } from './an-owner-tag.ts';

/** The rules of the configuration in docs/design.md. */
export const aPolicy = (overrides: Partial<Policy> = {}): Policy => ({
  ownerTag: anOwnerTag(),
  timing: aTiming(),
  inheritOwner: ['instance', 'auto-scaling-group'],
  mode: 'enforce',
  exemptions: [],
  enforceLaunchesAfter: null,
  matchesNoUser: false,
  ...overrides,
});
