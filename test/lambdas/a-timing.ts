import type { Timing } from '../../lambdas/domain/grace-period/deadline.ts';

/** The minutes of docs/design.md's configuration. */
export const aTiming = (overrides: Partial<Timing> = {}): Timing => ({
  gracePeriodMinutes: 10,
  warnAfterMinutes: 2,
  minimumNoticeMinutes: 3,
  ...overrides,
});
