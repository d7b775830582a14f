import { EC2ServiceException } from '@aws-sdk/client-ec2';
import type { TerminationRefused } from '../domain/grace-period/errors.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const REFUSALS = new Map<string, TerminationRefused['why']>([
  ['InvalidInstanceID.NotFound', 'not-found'],
  ['InvalidInstanceID.Malformed', 'not-found'],
  ['InvalidSpotInstanceRequestID.NotFound', 'not-found'],
  ['InvalidSpotInstanceRequestID.Malformed', 'not-found'],
  ['OperationNotPermitted', 'protected'],
  ['UnauthorizedOperation', 'unauthorized'],
  ['IncorrectInstanceState', 'other'],
  ['IncorrectState', 'other'],
  ['UnsupportedOperation', 'other'],
]);

/** Why EC2 refused a call because of what it was about; undefined for any other error: a repetition may succeed. */
export const refusalOf = (error: unknown): TerminationRefused['why'] | undefined =>
  error instanceof EC2ServiceException ? REFUSALS.get(error.name) : undefined;
