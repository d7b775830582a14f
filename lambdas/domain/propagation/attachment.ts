import { type Exemption, exemptionOf } from '../compliance/exemption.ts';
import { judgeInstance } from '../compliance/judge-instance.ts';
import { isVariant, type OwnerTag } from '../compliance/owner-rule.ts';
import type { Instance, Tag } from '../instances.ts';

/** What may get the Owner of its instance, in EC2's names of resource types. */
export const PROPAGATED = ['volume', 'network-interface'] as const;
export type PropagatedType = (typeof PROPAGATED)[number];

/** A volume or network interface that is attached to instances of its account and Region. */
export type Attachment = {
  readonly resourceId: string;
  readonly type: PropagatedType;
  /** Several, if the volume allows it. */
  readonly instanceIds: readonly string[];
  /** Whether an AWS service made it for itself: EC2's `Operator`, or `RequesterManaged`. */
  readonly managedByAws: boolean;
  readonly tags: readonly Tag[];
};

/** What the configuration says of this. */
type PropagationPolicy = { readonly ownerTag: OwnerTag; readonly exemptions: readonly Exemption[] };

/** An Owner, and what it is to be written on. */
export type OwnerToPropagate = { readonly owner: string; readonly attachments: readonly Attachment[] };

/**
 * Whether AWS manages the instance, or the configuration exempts it: then nothing of it is touched. An exemption by role does
 * not count here, since only the record of a launch shows the role, and most looks come from somewhere else.
 */
const isLeftAlone = (
  instance: Instance,
  accountId: string,
  { ownerTag, exemptions }: PropagationPolicy,
  now: Date,
): boolean => {
  if (judgeInstance(instance, ownerTag).is === 'exempt') return true;
  const exemption = exemptionOf(instance, { accountId, identity: undefined }, exemptions, now);
  return exemption !== null && exemption !== 'launcher-not-known';
};

/** The valid Owner of an instance; undefined if it has none, or is ending. */
const ownerOf = (instance: Instance, ownerTag: OwnerTag): string | undefined =>
  judgeInstance(instance, ownerTag).is === 'compliant'
    ? instance.tags.find(({ key }) => key === ownerTag.key)?.value
    : undefined;

/** Whether a tag looks like an Owner, however its key is spelled and whatever its value: then nothing is written over it. */
const hasOwner = ({ tags }: Attachment, ownerTag: OwnerTag): boolean =>
  tags.some(({ key }) => isVariant(key, ownerTag));

/**
 * What is attached to an instance with a valid Owner, and has no Owner in any spelling, gets the same. What AWS manages is left
 * alone, and so is what is attached to several instances of which one is exempt, or which have different Owners.
 */
export const planPropagation = (
  accountId: string,
  instances: readonly Instance[],
  attachments: readonly Attachment[],
  policy: PropagationPolicy,
  now: Date,
): OwnerToPropagate[] => {
  const { ownerTag } = policy;
  const known = new Map(instances.map((instance) => [instance.instanceId, instance]));
  const owned = attachments.flatMap((attachment) => {
    if (attachment.managedByAws || hasOwner(attachment, ownerTag)) return [];
    const those = attachment.instanceIds.flatMap((id) => known.get(id) ?? []);
    if (those.some((instance) => isLeftAlone(instance, accountId, policy, now))) return [];
    const [owner, ...others] = new Set(those.flatMap((instance) => ownerOf(instance, ownerTag) ?? []));
    return owner === undefined || others.length > 0 ? [] : [{ owner, attachment }];
  });
  return [...Map.groupBy(owned, ({ owner }) => owner)].map(([owner, those]) => ({
    owner,
    attachments: those.map(({ attachment }) => attachment),
  }));
};
