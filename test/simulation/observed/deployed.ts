import { TIMING, TREEHOUSE } from '../settings.ts';
import { MINUTE } from '../time.ts';
import type { Deployment, Observations } from './seen.ts';

type Deployed = Pick<Observations, 'deployments'>;

/** The deployment by which nothing may end in an account at an instant; undefined if none is in force for every function. */
export const notEnforced = (
  accountId: string,
  at: number,
  { deployments }: Deployed,
): Deployment | undefined =>
  deployments.find(
    ({ change, from, until, within = 0 }) =>
      from + within < at &&
      at < until &&
      (change === 'dry' || (change === 'without' && accountId === TREEHOUSE)),
  );

/** The grace period that holds for what began at an instant and ends at another: the shortest that was in force between. */
export const graceOf = (beginning: number, at: number, { deployments }: Deployed): number => {
  const isShorter = deployments.some(
    ({ change, from, until, within = 0 }) =>
      change === 'shorter' && from <= at && until + within >= beginning,
  );
  return (isShorter ? 6 : TIMING.grace) * MINUTE;
};

/** The longest that was in force for what began at an instant. */
export const longestGraceOf = (beginning: number, { deployments }: Deployed): number => {
  const isLonger = deployments.some(
    ({ change, from, until, within = 0 }) =>
      change === 'longer' && from <= beginning + LONGER * MINUTE && until + within >= beginning,
  );
  return (isLonger ? LONGER : TIMING.grace) * MINUTE;
};

/** Minutes of the grace period that the change `longer` deploys. */
const LONGER = 15;
