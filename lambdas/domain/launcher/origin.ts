import * as z from 'zod/mini';
import type { Instance, Tag } from '../instances.ts';
import type { Identity } from '../record/identity.ts';
import type { Launch } from '../record/launch.ts';

/**
 * What launched instances on somebody's behalf, as it is now: an instance with a profile, or an Auto Scaling
 * group.
 */
export const Origin = z.object({
  kind: z.enum(['instance', 'auto-scaling-group']),
  /** The instance's id, or the group's name. */
  id: z.string(),
  /** Its valid Owner; null if it has none or is not found. */
  owner: z.nullable(z.string()),
  /** True if AWS does not show it. It may exist all the same, have ended long ago, or be in another Region. */
  isNotFound: z.optional(z.boolean()),
});
export type Origin = z.infer<typeof Origin>;

/** The kinds of origin whose Owner is inherited, as configured (`inheritOwner`). */
export const InheritOwner = z.array(Origin.shape.kind);
export type InheritOwner = z.infer<typeof InheritOwner>;

/** Only Auto Scaling can write this tag, because the prefix is reserved. */
const GROUP_NAME = 'aws:autoscaling:groupName';

const groupOf = ({ tags }: Instance): string | undefined =>
  tags.find((tag) => tag.key === GROUP_NAME && tag.value !== '')?.value;

/** Whether the origin launched the instance. A person may have put only some instances of a launch into a group. */
export const isLaunchedBy = (instance: Instance, { kind, id }: Pick<Origin, 'kind' | 'id'>): boolean =>
  kind === 'instance' || groupOf(instance) === id;

/**
 * The origins of a launch's instances. The record may show an instance, and the instances' tags may show groups.
 * Each instance is in one group at most, but those of one launch may have been put into several.
 */
export const originsOf = (
  { identity }: Launch,
  instances: readonly Instance[],
): Pick<Origin, 'kind' | 'id'>[] => {
  if (instances.length === 0) return [];
  if (identity?.is === 'instance-session') return [{ kind: 'instance', id: identity.instanceId }];
  const names = new Set(instances.flatMap((instance) => groupOf(instance) ?? []));
  return [...names].sort().map((id) => ({ kind: 'auto-scaling-group', id }));
};

/** A program or service that launches instances for people, by the traces that it leaves in tags and records. */
export const Tool = z.enum([
  'toil',
  'parallelcluster',
  'batch',
  'karpenter',
  'eks',
  'emr',
  'service-catalog',
  'cloudformation',
  'auto-scaling-group',
  'ec2-fleet',
  'spot',
  'launch-template',
]);
export type Tool = z.infer<typeof Tool>;

/** How a tool is recognised. */
type Trace = {
  readonly tool: Tool;
  /** Matches the key of a tag. */
  readonly key?: RegExp;
  /** The service that made the call (`invokedBy`). */
  readonly service?: string;
  /** Matches the name of the role that made the call. */
  readonly role?: RegExp;
  /**
   * Whether the key also counts on the instance that made the call, because a cluster's leader launches its
   * workers.
   */
  readonly onLeader?: true;
};

/**
 * The most specific first. Only AWS can write keys that begin with `aws:`.
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html
 * Toil: toil/provisioners/aws/awsProvisioner.py. Batch: its service role's policy tags with AWSBatchServiceTag.
 */
const TRACES: readonly Trace[] = [
  { tool: 'toil', key: /^ToilNodeType$/, role: /(^|[_-])toil([_-]|$)/i, onLeader: true },
  { tool: 'parallelcluster', key: /^parallelcluster:/ },
  {
    tool: 'batch',
    key: /^(AWSBatchServiceTag$|aws:batch:)/,
    service: 'batch.amazonaws.com',
    role: /^AWSServiceRoleForBatch$/,
  },
  { tool: 'karpenter', key: /^karpenter\.sh\// },
  { tool: 'eks', key: /^(eks:|kubernetes\.io\/cluster\/)/, service: 'eks.amazonaws.com' },
  { tool: 'emr', key: /^aws:elasticmapreduce:/, service: 'elasticmapreduce.amazonaws.com' },
  { tool: 'service-catalog', key: /^aws:servicecatalog:/, service: 'servicecatalog.amazonaws.com' },
  { tool: 'cloudformation', key: /^aws:cloudformation:/, service: 'cloudformation.amazonaws.com' },
  { tool: 'auto-scaling-group', key: /^aws:autoscaling:groupName$/, service: 'autoscaling.amazonaws.com' },
  {
    tool: 'ec2-fleet',
    key: /^aws:ec2:fleet-id$/,
    service: 'ec2fleet.amazonaws.com',
    role: /^AWSServiceRoleForEC2Fleet$/,
  },
  {
    tool: 'spot',
    key: /^aws:ec2spot:/,
    service: 'spot.amazonaws.com',
    role: /^AWSServiceRoleForEC2Spot(Fleet)?$/,
  },
  { tool: 'launch-template', key: /^aws:ec2launchtemplate:id$/ },
];

const roleOf = (identity: Identity | undefined): string =>
  identity !== undefined && 'roleName' in identity ? identity.roleName : '';

/**
 * The tools that launched instances, by the traces in their tags and in the record, the most specific first.
 *
 * @param parent their origin with its tags; the tags of a group count as its instances' tags
 */
export const toolsOf = (
  tags: readonly Tag[],
  identity: Identity | undefined,
  parent: { readonly kind: Origin['kind']; readonly tags: readonly Tag[] } | null,
): Tool[] => {
  const own = [...tags, ...(parent?.kind === 'auto-scaling-group' ? parent.tags : [])].map((tag) => tag.key);
  const leaders = parent?.kind === 'instance' ? parent.tags.map((tag) => tag.key) : [];
  const role = roleOf(identity);
  return TRACES.filter(({ key, service, onLeader, ...trace }) => {
    const keys = new Set(onLeader ? [...own, ...leaders] : own);
    return (
      [...keys].some((some) => key?.test(some)) ||
      (service !== undefined && identity?.invokedBy === service) ||
      trace.role?.test(role)
    );
  }).map(({ tool }) => tool);
};
