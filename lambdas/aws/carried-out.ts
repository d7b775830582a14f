import { EC2ServiceException } from '@aws-sdk/client-ec2';
import { BreakerNotReadable } from '../domain/breaker/errors.ts';
import { RoleNotAssumable } from '../domain/errors.ts';
import { PauseNotReadable } from '../domain/grace-period/errors.ts';

/** Said with status 503, which would tell nothing. https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html */
const THROTTLED: readonly string[] = ['RequestLimitExceeded', 'Throttling', 'ThrottlingException'];

/** Whether a call of EC2 that ended in an error may have been carried out all the same: its answer was lost, or AWS's own. */
export const mayHaveBeenCarriedOut = (error: unknown): boolean => {
  if (!(error instanceof Error)) return true;
  const isUnasked =
    error instanceof RoleNotAssumable ||
    error instanceof PauseNotReadable ||
    error instanceof BreakerNotReadable;
  if (isUnasked) return false;
  if (THROTTLED.includes(error.name)) return false;
  return !(error instanceof EC2ServiceException && error.$fault === 'client');
};
