import type { Timing } from '../../lambdas/domain/grace-period/deadline.ts';

/** The minutes of the configuration in docs/design.md. */
export const aTiming = (overrides: Partial<Timing> = {}): Timing => ({
  gracePeriodMinutes: 10,
  warnAfterMinutes: 2,
  minimumNoticeMinutes: 3,
  ...overrides,
});
