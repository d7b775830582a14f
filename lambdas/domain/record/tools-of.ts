import type { Origin } from '../verdict/origin.ts';
import type { Identity } from './identity.ts';
import type { Tag } from './tag.ts';
import type { Tool } from './tool.ts';

/** What a tool leaves behind. */
type Trace = {
  readonly tool: Tool;
  /** Of the key of a tag. */
  readonly key?: RegExp;
  /** Of the service that made the call (`invokedBy`). */
  readonly service?: string;
  /** Of the role that made the call. */
  readonly role?: RegExp;
  /** Whether the key shows it also on the instance that made the call: a cluster's leader launches its workers. */
  readonly onLeader?: true;
};

/**
 * The most specific first. Keys with `aws:` are written by AWS alone.
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
 * @param parent what launched them, with its tags: those of a group are its instances' too
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
