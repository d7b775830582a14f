import type {
  RemoveProtection,
  SpotRequestsIn,
  StopInstances,
  TerminateInstances,
  Termination,
} from '../../lambdas/aws/ec2-changes.ts';
import { ActRefused, TerminationRefused } from '../../lambdas/domain/grace-period/errors.ts';
import type { Instance } from '../../lambdas/domain/instances.ts';
import type { Ec2Region } from './ec2-region.ts';
import type { Ec2Role } from './ec2-role.ts';

/** EC2's errors, by their names. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
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
 * StopInstances: if it refuses one instance, it stops none.
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

/**
 * TerminateInstances: if one id does not exist, or the caller may not terminate it, nothing is terminated. If one instance
 * is protected, nothing in its Availability Zone is terminated.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html
 *
 * @throws TerminationRefused
 */
export const terminateInstances = (
  region: Ec2Region,
  instanceIds: readonly string[],
  isAllowed: (instanceId: string) => boolean,
): Termination[] => {
  const now = Date.now();
  const refused = (why: TerminationRefused['why']) =>
    new TerminationRefused(why, instanceIds, { cause: why });
  const found = instanceIds.flatMap((instanceId) => region.describe(instanceId, now) ?? []);
  if (found.length < instanceIds.length) throw refused('not-found');
  if (!instanceIds.every(isAllowed)) throw refused('unauthorized');
  const spared = new Set(
    found.filter(({ instanceId }) => region.isProtected(instanceId)).map((one) => one.availabilityZone),
  );
  const ending = found.filter((one) => !spared.has(one.availabilityZone));
  region.terminate(
    ending.map(({ instanceId }) => instanceId),
    now,
  );
  if (spared.size > 0) throw refused('protected');
  return ending.map(({ instanceId, state }) => ({ instanceId, previousState: state }));
};

/** The condition key of the attribute's new value. */
const PROTECTION_OFF = [['ec2:attribute/disableapitermination', ['false']]] as const;

/** The EC2 clients of `terminate`. Each takes the name of the role to assume. */
export const actClients = (role: (roleName: string, accountId: string, region: string) => Ec2Role) => ({
  terminateInstances:
    (roleName: string): TerminateInstances =>
    async (accountId, region, instanceIds) => {
      const { there, mayOnInstance } = role(roleName, accountId, region);
      return terminateInstances(there, instanceIds, (id) => mayOnInstance('ec2:TerminateInstances', id));
    },

  stopInstances:
    (roleName: string): StopInstances =>
    async (accountId, region, instanceIds) => {
      const { there, mayOnInstance } = role(roleName, accountId, region);
      return stopInstances(there, instanceIds, (id) => mayOnInstance('ec2:StopInstances', id));
    },

  removeProtection:
    (roleName: string): RemoveProtection =>
    async (accountId, region, instanceId) => {
      const { there, mayOnInstance } = role(roleName, accountId, region);
      const refused = (why: ActRefused['why']) =>
        new ActRefused('ModifyInstanceAttribute', why, [instanceId], { cause: why });
      if (!there.describe(instanceId, Date.now())) throw refused('not-found');
      if (!mayOnInstance('ec2:ModifyInstanceAttribute', instanceId, PROTECTION_OFF)) {
        throw refused('unauthorized');
      }
      there.setProtected(instanceId, { isProtected: false });
    },

  spotRequestsIn:
    (roleName: string): SpotRequestsIn =>
    async (accountId, region) => {
      const { there, require, arn } = role(roleName, accountId, region);
      return {
        persistent: async (instanceIds) => {
          require('ec2:DescribeSpotInstanceRequests', '*');
          return new Map(
            instanceIds.flatMap((instanceId) => {
              const requestId = there.spotRequestOf(instanceId);
              const isPersistent = requestId !== null && there.spotRequests.isPersistent(requestId);
              return isPersistent ? [[instanceId, requestId] as const] : [];
            }),
          );
        },
        cancel: async (requestId) => {
          require('ec2:CancelSpotInstanceRequests', arn(`spot-instances-request/${requestId}`));
          if (there.spotRequests.cancel(requestId)) return true;
          throw new ActRefused('CancelSpotInstanceRequests', 'not-found', [requestId], {
            cause: 'not-found',
          });
        },
      };
    },
});
