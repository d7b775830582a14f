import type { Launched } from '../verdict/judge-instance.ts';
import type { CheckInput } from './input.ts';

/**
 * How the instances of a grace period came to be, as far as their launch's record tells. Where the grace period did not
 * begin with it, CloudTrail may have told by now who launched them.
 */
export const launchedIn = ({ launch, cause, launcher }: CheckInput): Launched => ({
  accountId: launch.accountId,
  identity: launch.identity ?? launcher?.identity,
  launchedAt: cause === 'launch' ? launch.eventTime : (launch.launchedAt ?? null),
});
