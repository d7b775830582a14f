import type {
  RemoveProtection,
  SpotRequestsIn,
  StopInstances,
  TerminateInstances,
} from '../../lambdas/aws/ec2-changes.ts';
import { ActRefused } from '../../lambdas/domain/grace-period/errors.ts';
import type { Ec2Role } from './ec2-role.ts';
import { stopInstances } from './stop.ts';
import { terminateInstances } from './terminate.ts';

/** The condition key of the value that an attribute is to get. */
const PROTECTION_OFF = [['ec2:attribute/disableapitermination', ['false']]] as const;

/** What `terminate` calls of EC2: each takes the name of the role to assume. */
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
