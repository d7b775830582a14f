import type { Tool } from '../launcher/origin.ts';
import { ownerToSet } from './instruction.ts';
import { wrap } from './mail-text.ts';
import type { NewsItem, NoticeContext } from './news.ts';

const ENDING_DECISIONS: readonly NewsItem['decision'][] = ['warned', 'terminated', 'stopped', 'held'];

/** Advice if no tool left a trace: a program on an instance launched them, or a person. */
const generalAdvice = ({ decision }: NewsItem, { round }: NoticeContext): string[] => {
  if (round.origin?.kind === 'instance') {
    return wrap(`  Let the program on ${round.origin.id} pass TagSpecifications to RunInstances.`, '    ');
  }
  return ENDING_DECISIONS.includes(decision)
    ? ['  Console: "Add additional tags" at the top of the launch page.', '  AWS CLI: --tag-specifications.']
    : [];
};

/** Where to set the tag, so that this does not happen again. */
export const adviceLines = (item: NewsItem, context: NoticeContext): string[] => {
  const { key } = context.settings.ownerTag;
  const owner = ownerToSet(item, context);
  const lines = advisedOn(context.round.tools ?? []).flatMap((tool) =>
    wrap(`  ${TOOL_NAMES[tool]}: ${advice(tool, key, owner)}`, '    '),
  );
  const all = lines.length > 0 ? lines : generalAdvice(item, context);
  return all.length > 0 ? ['So that it does not happen again:', ...all, ''] : [];
};

/** Tools that make their groups and templates themselves, so that a tag on one of those would not last. */
const SELF_CONTAINED: readonly Tool[] = ['toil', 'parallelcluster', 'batch', 'karpenter', 'eks', 'emr'];

/** Ways in which a tool or a person launches. One may use the next, and passes the tag on to it. */
const LAUNCH_METHODS: readonly Tool[] = ['auto-scaling-group', 'ec2-fleet', 'spot', 'launch-template'];

/** A reader does not read advice on more tools. */
const MAX_TOOLS = 2;

/**
 * The tools that a mail gives advice on, the most specific first.
 *
 * @param tools as toolsOf orders them
 */
export const advisedOn = (tools: readonly Tool[]): readonly Tool[] => {
  const whole = tools.find((tool) => SELF_CONTAINED.includes(tool));
  if (whole) return [whole];
  const method = tools.find((tool) => LAUNCH_METHODS.includes(tool));
  return tools.filter((tool) => tool === method || !LAUNCH_METHODS.includes(tool)).slice(0, MAX_TOOLS);
};

/** The names of tools in mails. */
export const TOOL_NAMES: Readonly<Record<Tool, string>> = {
  toil: 'Toil',
  parallelcluster: 'ParallelCluster',
  batch: 'AWS Batch',
  karpenter: 'Karpenter',
  eks: 'EKS',
  emr: 'EMR',
  'service-catalog': 'Service Catalog',
  cloudformation: 'CloudFormation',
  'auto-scaling-group': 'Auto Scaling group',
  'ec2-fleet': 'EC2 Fleet',
  spot: 'Spot request',
  'launch-template': 'Launch template',
};

/**
 * Where to set the tag, so that the instances that a tool launches have it from the start.
 *
 * - Toil: https://toil.readthedocs.io/en/latest/appendices/environment_vars.html (TOIL_OWNER_TAG)
 * - ParallelCluster: https://docs.aws.amazon.com/parallelcluster/latest/ug/Tags-v3.html
 * - Batch: https://docs.aws.amazon.com/batch/latest/userguide/tag-resources.html
 * - Karpenter: https://karpenter.sh/docs/concepts/nodeclasses/#spectags
 * - EKS: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 * - EMR: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-tags.html
 * - CloudFormation: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
 * - Auto Scaling: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html
 */
export const advice = (tool: Tool, key: string, owner: string): string => {
  const tag = `${key}=${owner}`;
  switch (tool) {
    case 'toil':
      return `set TOIL_OWNER_TAG=${owner} where you run toil, or pass --owner to toil launch-cluster.`;
    case 'parallelcluster':
      return `in the cluster's configuration file, under Tags: Key: ${key}, Value: ${owner}.`;
    case 'batch':
      return `set ${tag} in computeResources.tags of the compute environment. Tags of jobs do not reach instances.`;
    case 'karpenter':
      return `set ${tag} in spec.tags of the EC2NodeClass.`;
    case 'eks':
      return `set ${tag} in TagSpecifications of the node group's launch template. Tags of the node group do not reach instances.`;
    case 'emr':
      return `give the cluster the tag: aws emr create-cluster --tags ${tag} (EMR copies it to instances).`;
    case 'service-catalog':
      return `give the product the tag ${tag} when you launch it.`;
    case 'cloudformation':
      return `give the stack the tag: --tags ${tag} (it reaches the stack's instances).`;
    case 'auto-scaling-group':
      return `tag the group ${tag}, with PropagateAtLaunch. For volumes: TagSpecifications of its launch template.`;
    case 'ec2-fleet':
      return `set ${tag} in TagSpecifications of the fleet's launch template.`;
    case 'spot':
      return `set ${tag} in TagSpecifications of the request's launch specification.`;
    case 'launch-template':
      return `set ${tag} in the template's TagSpecifications, for instances and for volumes.`;
    default:
      return tool satisfies never;
  }
};
