import * as z from 'zod/mini';
import type { Tag } from '../instances.ts';

/**
 * What AWS itself wrote on instances about where they come from. Nobody else can write keys with `aws:`:
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html
 */
export const Provenance = z.object({
  /** Who owns their Cloud9 environment: the id of a user, or of a role with the session's name. */
  cloud9Owner: z.optional(z.string()),
  /** The ARN of the user or session for whom Service Catalog launched them. */
  provisionedBy: z.optional(z.string()),
  /** The ARN of their CloudFormation stack. */
  stackId: z.optional(z.string()),
  /** The name of their Auto Scaling group. */
  groupName: z.optional(z.string()),
  /** The id of the EC2 Fleet (`fleet-…`), Spot Fleet (`sfr-…`) or Spot request (`sir-…`) that launched them. */
  requestId: z.optional(z.string()),
  /** The valid Owner of that request, or else of all its other instances that have one. `check` reads it. */
  requestOwner: z.optional(z.string()),
});
export type Provenance = z.infer<typeof Provenance>;

/** Only Auto Scaling can write this tag. */
export const GROUP_NAME = 'aws:autoscaling:groupName';

/** The tags with the id of a fleet: its instances have one of them. */
export const FLEET_TAGS = { 'fleet-': 'aws:ec2:fleet-id', 'sfr-': 'aws:ec2spot:fleet-request-id' } as const;

/** The part of an instance that shows where it comes from. */
type Launched = { readonly tags: readonly Tag[]; readonly spotRequestId?: string | undefined };

const provenanceOfOne = ({ tags, spotRequestId }: Launched): Provenance => {
  const textOf = (key: string): string | undefined => tags.find((tag) => tag.key === key)?.value || undefined;
  return {
    cloud9Owner: textOf('aws:cloud9:owner'),
    provisionedBy: textOf('aws:servicecatalog:provisioningPrincipalArn'),
    stackId: textOf('aws:cloudformation:stack-id'),
    groupName: textOf(GROUP_NAME),
    // A fleet makes a Spot request of its own for each Spot instance.
    requestId: textOf(FLEET_TAGS['fleet-']) ?? textOf(FLEET_TAGS['sfr-']) ?? (spotRequestId || undefined),
  };
};

const FIELDS = ['cloud9Owner', 'provisionedBy', 'stackId', 'groupName', 'requestId'] as const;

/** What all of these instances have in common; undefined if that is nothing. */
export const provenanceOf = (instances: readonly Launched[]): Provenance | undefined => {
  const [first, ...others] = instances.map(provenanceOfOne);
  if (!first) return undefined;
  const common = FIELDS.flatMap((field) => {
    const value = first[field];
    return value !== undefined && others.every((one) => one[field] === value) ? [[field, value]] : [];
  });
  return common.length === 0 ? undefined : z.parse(Provenance, Object.fromEntries(common));
};

/** What somebody created or deployed that then launched instances, and that CloudTrail can be asked about. */
export type CreatorSought = {
  readonly of: 'stack-creator' | 'group-creator' | 'request-creator';
  /** The stack's ARN, the group's name, or the request's id. */
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  /** Of a stack: when it launched the instances, ISO 8601 UTC. Later deployments did not. */
  readonly before?: string | undefined;
};

/** Distinguishes it from all others. */
export const creatorKey = ({ of, id, accountId, region, before = '' }: CreatorSought): string =>
  [of, accountId, region, id, before].join(' ');
