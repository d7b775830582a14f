import type { Termination } from '../../../lambdas/aws/ec2-changes.ts';
import { TerminationRefused } from '../../../lambdas/domain/grace-period/errors.ts';

type Culprits = {
  readonly unknown?: readonly string[];
  readonly protected?: readonly string[];
  readonly unauthorized?: readonly string[];
  /** Instances that another call terminated before. */
  readonly ending?: readonly string[];
  /** Whether a call that is unauthorized for one instance terminates the others: AWS does not say. */
  readonly endsTheAuthorized?: boolean;
};

/**
 * TerminateInstances in one Availability Zone: EC2 refuses the whole call because of one instance.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html
 */
export const anEc2 = (culprits: Culprits = {}) => {
  const ended = new Set(culprits.ending);
  const guarded = new Set(culprits.protected);
  const calls: string[][] = [];
  const call = async (instanceIds: readonly string[]): Promise<Termination[]> => {
    calls.push([...instanceIds]);
    const refuseFor = (why: TerminationRefused['why'], those: readonly string[] = []): void => {
      if (!instanceIds.some((id) => those.includes(id))) return;
      const spared = instanceIds.some((id) => guarded.has(id));
      if (why === 'unauthorized' && culprits.endsTheAuthorized && !spared) {
        for (const id of instanceIds) if (!those.includes(id)) ended.add(id);
      }
      throw new TerminationRefused(why, instanceIds, { cause: new Error(`EC2 says ${why}`) });
    };
    refuseFor('not-found', culprits.unknown);
    refuseFor('unauthorized', culprits.unauthorized);
    refuseFor('protected', [...guarded]);
    return instanceIds.map((instanceId) => {
      const previousState = ended.has(instanceId) ? 'shutting-down' : 'running';
      ended.add(instanceId);
      return { instanceId, previousState };
    });
  };
  /** Removes an instance's termination protection. */
  const unprotect = (instanceId: string): void => {
    guarded.delete(instanceId);
  };
  return { call, calls, ended, unprotect };
};
