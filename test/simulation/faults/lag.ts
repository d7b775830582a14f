import type { Ec2Region } from '../../../local/aws/ec2-region.ts';
import type { Observations } from '../observed/seen.ts';
import { SECOND } from '../time.ts';
import type { FaultInjector } from './fault-injector.ts';

/** Makes IAM judge calls by old tags. AWS states no limit for how long a written tag takes to reach IAM. */
export const lagBehind = (
  there: Ec2Region,
  accountId: string,
  { instances }: Pick<Observations, 'instances'>,
  injector: FaultInjector,
): void => {
  there.tagsForIam = (instanceId) => {
    const now = there.tagsOf(instanceId);
    const target = { accountId, fn: null, what: `IAM on ${instanceId}` };
    const fault = injector.strike('authorization-lags', target);
    const instance = instances.get(instanceId);
    if (!fault || !instance) return now;
    const at = Date.now() - fault.seconds * SECOND;
    const past = instance.tags.findLast((one) => one.at <= at)?.tags ?? instance.tags[0]?.tags ?? [];
    if (JSON.stringify(past) === JSON.stringify(now)) return now;
    injector.report({ kind: 'authorization-lags', ...target });
    return [...past];
  };
};
