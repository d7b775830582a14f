import type { Policy } from '../domain/grace-period/plan.ts';
import type { CheckEnvironment } from './environment.ts';

/** The environment in the words of the domain. */
export const policyOf = (environment: CheckEnvironment): Omit<Policy, 'mode'> => ({
  ownerTag: environment.OWNER_TAG,
  timing: environment.TIMING,
  inheritOwner: environment.INHERIT_OWNER,
  exemptions: environment.EXEMPTIONS,
  enforceLaunchesAfter: environment.ENFORCE_LAUNCHES_AFTER,
  // As long as nothing invalid is seen: with each look it is asked anew.
  matchesNoUser: false,
});
