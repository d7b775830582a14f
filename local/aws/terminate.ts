import type { Termination } from '../../lambdas/aws/ec2-changes.ts';
import { TerminationRefused } from '../../lambdas/domain/grace-period/errors.ts';
import type { Ec2Region } from './ec2-region.ts';

/**
 * TerminateInstances: one id that does not exist, or that the caller may not end, ends nothing; one that is protected
 * spares its whole Availability Zone. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html
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
