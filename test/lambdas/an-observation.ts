import type { Observation } from '../../lambdas/domain/grace-period/plan.ts';
import type { Instance } from '../../lambdas/domain/instances.ts';

/** What a look found: these instances, launched by nothing in particular unless it is given. */
export const anObservation = (
  instances: readonly Instance[],
  more: Partial<Observation> = {},
): Observation => ({
  instances,
  origins: [],
  tools: [],
  paused: false,
  held: false,
  ...more,
});
