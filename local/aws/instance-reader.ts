import type { AccountReader } from '../../lambdas/aws/read-account.ts';
import type { InstanceReader } from '../../lambdas/aws/read-instances.ts';
import type { Ec2Region } from './ec2-region.ts';

/** What `check`, `sweep` and `terminate` see of an account and Region of the embedded EC2. */
export const instanceReader = (there: Ec2Region, region: string): InstanceReader & AccountReader => ({
  find: async (key) => there.idsOf(key).flatMap((id) => there.describe(id, Date.now()) ?? []),
  instance: async (instanceId) => there.describe(instanceId, Date.now()) ?? null,
  tags: async (instanceIds) => new Map(instanceIds.map((id) => [id, there.tagsOf(id)])),
  existing: async () =>
    there.alive().flatMap((instanceId) => {
      const instance = there.describe(instanceId, Date.now());
      const { reservationId, clientToken = null } = there.launchOf(instanceId) ?? {};
      return instance ? [{ region, reservationId: reservationId ?? '', clientToken, instance }] : [];
    }),
});
