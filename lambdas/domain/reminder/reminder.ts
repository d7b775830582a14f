import * as z from 'zod/mini';
import { type Exemption, exemptionOf } from '../compliance/exemption.ts';
import { judgeTags, type OwnerTag } from '../compliance/owner-rule.ts';
import { Verdict } from '../compliance/verdict.ts';
import type { Tag } from '../instances.ts';
import type { Identity } from '../record/identity.ts';
import { serviceName } from '../record/launcher.ts';
import { Created } from './created.ts';
import { isMailbox, type Mailbox } from './mailbox.ts';

/**
 * The tags of a resource: as read; `gone` if its service says that it does not exist; `unreadable` if the tagging API does not
 * show it, as it shows nothing that was never tagged, and no other call is known.
 */
export type ReadTags =
  | { readonly is: 'tags'; readonly tags: readonly Tag[] }
  | { readonly is: 'gone' }
  | { readonly is: 'unreadable' };

/** The same, or that the resource's own service gave no answer. Others of the batch are read all the same. */
export type TagsAnswer = ReadTags | { readonly is: 'not-answered'; readonly error: unknown };

/** What made a resource for a person, and has a tag of its own to pass on. */
export const Maker = z.object({
  kind: z.enum(['stack', 'auto-scaling-group', 'cluster', 'environment', 'service']),
  name: z.string(),
});
export type Maker = z.infer<typeof Maker>;

/** What is wrong with a resource's tags, as an instance's verdict says it; or that they could not be read. */
export const Finding = z.union([Verdict, z.object({ is: z.literal('unreadable') })]);
export type Finding = z.infer<typeof Finding>;

/** Whether the service has corrected a near miss, or would do so in mode enforce. */
export const Correction = z.enum(['written', 'would-be-written']);
export type Correction = z.infer<typeof Correction>;

/** A resource of which somebody is reminded. */
export const Reminder = z.object({
  arn: z.string(),
  /** In the words of the tagging API, such as `ec2:volume`. */
  resourceType: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  mode: z.enum(['dry-run', 'enforce']),
  region: z.string(),
  /** When it was created, ISO 8601 UTC. */
  at: z.string(),
  eventId: z.nullable(z.string()),
  finding: Finding,
  /** Left out where its creator is to mend what was found. */
  correction: z.optional(Correction),
  maker: z.nullable(Maker),
  /** Who created it, in words. */
  creator: z.string(),
});
export type Reminder = z.infer<typeof Reminder>;

/** The tags by which services mark what they make, and the kind of thing that the tag's value names. */
const MAKER_TAGS: readonly { readonly key: RegExp; readonly kind: Maker['kind'] }[] = [
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
  { key: /^aws:cloudformation:stack-name$/, kind: 'stack' },
  // https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html
  { key: /^aws:autoscaling:groupName$/, kind: 'auto-scaling-group' },
  // https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/applications-tagging-resources.html
  { key: /^elasticbeanstalk:environment-name$/, kind: 'environment' },
  // https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html
  { key: /^(aws:)?eks:cluster-name$/, kind: 'cluster' },
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html
  { key: /^aws:ecs:clusterName$/, kind: 'cluster' },
  // https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-tags.html
  { key: /^aws:elasticmapreduce:job-flow-id$/, kind: 'cluster' },
];

/** Kubernetes names the cluster in the key. https://kubernetes.io/docs/reference/labels-annotations-taints/ */
const KUBERNETES = /^kubernetes\.io\/cluster\/(.+)$/;

/** What made a resource, by the tags that it wrote or the service that called; null for a person or a program. */
export const makerOf = (
  { identity, resourceType, arns }: Pick<Created, 'identity' | 'resourceType' | 'arns'>,
  tags: readonly Tag[],
): Maker | null => {
  for (const { key, kind } of MAKER_TAGS) {
    const tag = tags.find((one) => key.test(one.key));
    if (tag) return { kind, name: tag.value };
  }
  for (const { key } of tags) {
    const [, name] = KUBERNETES.exec(key) ?? [];
    if (name !== undefined) return { kind: 'cluster', name };
  }
  // A stack passes its tags on, so its own are the place too: the API that tags other resources takes no stacks.
  if (resourceType === 'cloudformation:stack') {
    const [, name = ''] = /:stack\/([^/]+)/.exec(arns[0] ?? '') ?? [];
    return { kind: 'stack', name };
  }
  const { invokedBy } = identity;
  // The console calls in its user's name, too.
  if (invokedBy === null || invokedBy === 'signin.amazonaws.com') return null;
  // The stack's name is in the resource's tags, if they can be read.
  if (invokedBy === 'cloudformation.amazonaws.com') return { kind: 'stack', name: '' };
  return { kind: 'service', name: serviceName(invokedBy) };
};

/** What follows from the tags of a resource. */
export type Judged =
  | { readonly is: 'compliant' | 'exempt' | 'gone' }
  | { readonly is: 'to-remind'; readonly finding: Finding };

/** Judges a resource as an instance is judged, by its tags and the configuration's exemptions. Nothing of it is ever ended. */
export const judgeResource = (
  read: ReadTags,
  { accountId, identity }: { readonly accountId: string; readonly identity: Identity },
  { ownerTag, exemptions }: { readonly ownerTag: OwnerTag; readonly exemptions: readonly Exemption[] },
  now: Date,
): Judged => {
  if (read.is === 'gone') return { is: 'gone' };
  const tags = read.is === 'tags' ? read.tags : [];
  const verdict = judgeTags(tags, ownerTag);
  if (read.is === 'tags' && verdict.is === 'compliant') return { is: 'compliant' };
  const exemption = exemptionOf({ tags, imageId: null }, { accountId, identity }, exemptions, now);
  if (exemption !== null) return { is: 'exempt' };
  // What cannot be read is said, not guessed.
  return { is: 'to-remind', finding: read.is === 'unreadable' ? { is: 'unreadable' } : verdict };
};

/**
 * A message of the delayed queue: the tags of what a call created are to be read. `correcting` is the near miss that a run was
 * about to correct when it sent the message: they are read to find what came of it.
 */
const CreatedMessage = z.object({ created: Created, correcting: z.optional(Finding) });
export type CreatedMessage = z.infer<typeof CreatedMessage>;

/**
 * A message of the delayed queue: the mail of a mailbox is to be sent. `sent` is the mail that the message before it sent, and
 * the instant up to which it tells (milliseconds since 1970).
 */
const MailboxMessage = z.object({
  mailbox: z.custom<Mailbox>((value) => typeof value === 'string' && isMailbox(value)),
  sent: z.optional(z.object({ mail: z.string(), at: z.number() })),
});
export type MailboxMessage = z.infer<typeof MailboxMessage>;

/** A message of the delayed queue. */
export const ReminderMessage = z.union([CreatedMessage, MailboxMessage]);
export type ReminderMessage = z.infer<typeof ReminderMessage>;
