import type { StopInstances } from '../../lambdas/aws/ec2-changes.ts';
import { ActRefused } from '../../lambdas/domain/grace-period/errors.ts';
import type { Instance } from '../../lambdas/domain/instances.ts';
import type { Ec2Region } from './ec2-region.ts';

/** As EC2 names what it refuses. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const unsupported = (): Error =>
  Object.assign(new Error('A Spot Instance of a one-time request cannot be stopped.'), {
    name: 'UnsupportedOperation',
  });
const wrongState = (): Error =>
  Object.assign(new Error('An instance that is starting or ending cannot be stopped.'), {
    name: 'IncorrectInstanceState',
  });

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html */
const NOT_STOPPED: readonly Instance['state'][] = ['pending', 'shutting-down', 'terminated'];

/**
 * StopInstances: one that it refuses keeps all others running.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StopInstances.html
 *
 * @throws ActRefused
 */
export const stopInstances = (
  region: Ec2Region,
  instanceIds: readonly string[],
  isAllowed: (instanceId: string) => boolean,
): Awaited<ReturnType<StopInstances>> => {
  const now = Date.now();
  const refused = (why: ActRefused['why'], cause: unknown = why) =>
    new ActRefused('StopInstances', why, instanceIds, { cause });
  const found = instanceIds.flatMap((instanceId) => region.describe(instanceId, now) ?? []);
  if (found.length < instanceIds.length) throw refused('not-found');
  if (!instanceIds.every(isAllowed)) throw refused('unauthorized');
  if (instanceIds.some((instanceId) => region.isStopProtected(instanceId))) throw refused('protected');
  if (found.some(({ state }) => NOT_STOPPED.includes(state))) {
    throw refused('other', wrongState());
  }
  const isOneTime = (instanceId: string): boolean => {
    const requestId = region.spotRequestOf(instanceId);
    return requestId !== null && !region.spotRequests.isPersistent(requestId);
  };
  if (instanceIds.some(isOneTime)) throw refused('other', unsupported());
  region.setRunning(instanceIds, false);
  return [...instanceIds];
};
