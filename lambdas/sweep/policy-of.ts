import type { SweepEnvironment } from './environment.ts';
import type { Sweeping } from './sweep-account.ts';

/** The environment in the words of the domain. */
export const policyOf = (environment: SweepEnvironment): Sweeping['policy'] => ({
  rule: {
    ownerTag: environment.OWNER_TAG,
    exemptions: environment.EXEMPTIONS,
    enforceLaunchesAfter: environment.ENFORCE_LAUNCHES_AFTER,
    // As long as nothing invalid is seen: with each look it is asked anew.
    matchesNoUser: false,
  },
  timing: environment.TIMING,
  most: environment.MAX_TERMINATIONS_AT_ONCE,
});
