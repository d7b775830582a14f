import { judgeTags } from './judge-tags.ts';
import type { OwnerTag } from './owner-tag.ts';
import type { Tag } from './tag.ts';
import type { Verdict } from './verdict.ts';

/** An instance as EC2 describes it. */
export type Instance = {
  readonly instanceId: string;
  readonly state: 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';
  readonly instanceType: string;
  readonly availabilityZone: string;
  /** Managed by an AWS service (EC2's `Operator`): not its launcher's to tag. */
  readonly managedByAws: boolean;
  readonly tags: readonly Tag[];
};

/** Judges an instance as it stands: rules 2 to 5 of docs/design.md, "Rules of judgement". */
export const judgeInstance = (instance: Instance, ownerTag: OwnerTag): Verdict => {
  if (instance.state === 'terminated' || instance.state === 'shutting-down') {
    return { is: 'gone', reason: instance.state };
  }
  if (instance.managedByAws) return { is: 'exempt', reason: 'aws-managed' };
  return judgeTags(instance.tags, ownerTag);
};
