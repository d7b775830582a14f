import { TIMING, TREEHOUSE } from '../settings.ts';
import { MINUTE } from '../time.ts';
import type { Deployment, Observations } from './seen.ts';

type Deployed = Pick<Observations, 'deployments'>;

/** The deployment because of which nothing may be terminated in an account at an instant; undefined if no such one has reached every function. */
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

/** The shortest grace period, in milliseconds, that was deployed at any time between two instants. */
export const graceOf = (beginning: number, at: number, { deployments }: Deployed): number => {
  const isShorter = deployments.some(
    ({ change, from, until, within = 0 }) =>
      change === 'shorter' && from <= at && until + within >= beginning,
  );
  return (isShorter ? 6 : TIMING.grace) * MINUTE;
};

/** The longest grace period, in milliseconds, that may apply to one that began at an instant. */
export const longestGraceOf = (beginning: number, { deployments }: Deployed): number => {
  const isLonger = deployments.some(
    ({ change, from, until, within = 0 }) =>
      change === 'longer' && from <= beginning + LONGER * MINUTE && until + within >= beginning,
  );
  return (isLonger ? LONGER : TIMING.grace) * MINUTE;
};

/** The grace period that the change `longer` deploys, in minutes. */
const LONGER = 15;
