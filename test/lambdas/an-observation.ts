import type { Observation } from '../../lambdas/domain/grace-period/plan.ts';
import type { Instance } from '../../lambdas/domain/instances.ts';

/** An observation of these instances, by default without an origin. */
export const anObservation = (
  instances: readonly Instance[],
  more: Partial<Observation> = {},
): Observation => ({
  instances,
  observedAt: 0,
  origins: [],
  traces: { tags: [] },
  paused: false,
  held: false,
  ...more,
});
