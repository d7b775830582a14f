import type { Tag } from '../record/tag.ts';
import { judgeTags } from './judge-tags.ts';
import type { Origin } from './origin.ts';
import type { OwnerTag } from './owner-tag.ts';
import type { Verdict } from './verdict.ts';

/** An instance as EC2 describes it. */
export type Instance = {
  readonly instanceId: string;
  readonly state: 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';
  readonly instanceType: string;
  /** Its AMI. */
  readonly imageId: string;
  /** When it was created, as far as EC2 shows: ISO 8601 UTC; null if it shows nothing. */
  readonly createdAt: string | null;
  readonly availabilityZone: string;
  /** A Spot instance: a persistent request may launch another for it. */
  readonly isSpot: boolean;
  /** Managed by an AWS service (EC2's `Operator`): not its launcher's to tag. */
  readonly managedByAws: boolean;
  readonly tags: readonly Tag[];
  /** Ids of its EBS volumes: those deleted with it (EC2's `DeleteOnTermination`), and those that survive it. */
  readonly volumes: { readonly deleted: readonly string[]; readonly kept: readonly string[] };
};

/**
 * Judges an instance by its state and tags alone. What the configuration spares, `judgeLaunched` knows.
 *
 * @param parent what launched it, if an instance without an Owner inherits from it, or may
 */
export const judgeInstance = (
  instance: Instance,
  ownerTag: OwnerTag,
  parent: Origin | null = null,
): Verdict => {
  if (instance.state === 'terminated' || instance.state === 'shutting-down') {
    return { is: 'gone', reason: instance.state };
  }
  if (instance.managedByAws) return { is: 'exempt', reason: 'aws-managed' };
  const verdict = judgeTags(instance.tags, ownerTag);
  const hasNone = verdict.reason === 'owner-missing' || verdict.reason === 'owner-empty';
  if (!hasNone || !parent) return verdict;
  const { owner, kind, id } = parent;
  if (parent.isNotFound) return { is: 'noncompliant', reason: 'origin-not-found', from: { kind, id } };
  if (owner === null) return verdict;
  return { is: 'noncompliant', reason: 'inheritable', owner, from: { kind, id } };
};
