import * as z from 'zod/mini';
import { type Instance, Tag } from '../instances.ts';
import { instanceInName } from '../record/identity.ts';
import type { Launch } from '../record/launch.ts';
import { BY_AWS, type Evidence, type Launcher } from '../record/launcher.ts';
import { GROUP_NAME } from '../record/provenance.ts';

/**
 * What launched instances on somebody's behalf, as it is now: an instance with a profile, or an Auto Scaling
 * group.
 */
export const Origin = z.object({
  kind: z.enum(['instance', 'auto-scaling-group']),
  /** The instance's id, or the group's name. */
  id: z.string(),
  /** The instance's Region, if it is not the launch's. */
  region: z.optional(z.string()),
  /** Its valid Owner; null if it has none or is not found. */
  owner: z.nullable(z.string()),
  /** True if AWS does not show it. It may exist all the same, have ended long ago, or be in another Region. */
  isNotFound: z.optional(z.boolean()),
});
export type Origin = z.infer<typeof Origin>;

/** The kinds of origin whose Owner is inherited, as configured (`inheritOwner`). */
export const InheritOwner = z.array(Origin.shape.kind);
export type InheritOwner = z.infer<typeof InheritOwner>;

const groupOf = ({ tags }: Instance): string | undefined =>
  tags.find((tag) => tag.key === GROUP_NAME && tag.value !== '')?.value;

/** Whether the origin launched the instance. A person may have put only some instances of a launch into a group. */
export const isLaunchedBy = (instance: Instance, { kind, id }: Pick<Origin, 'kind' | 'id'>): boolean =>
  kind === 'instance' || groupOf(instance) === id;

/** An origin by its name, before AWS was asked for it. */
export type NamedOrigin = Pick<Origin, 'kind' | 'id' | 'region'>;

/** Evidence that does not show who opened the session that made the call. */
const NOT_OF_SESSION: readonly Evidence[] = ['instance-owner', 'instance-launcher', ...BY_AWS];

/**
 * The instance whose session made the call; null if none did. If only the session's name shows it, it does not count
 * against evidence that a person assumed the role.
 */
const callingInstance = (
  { identity, region }: Pick<Launch, 'identity' | 'region'>,
  launcher: Launcher | undefined,
): NamedOrigin | null => {
  if (identity?.is === 'instance-session') {
    const elsewhere = identity.region !== undefined && identity.region !== region;
    return { kind: 'instance', id: identity.instanceId, ...(elsewhere ? { region: identity.region } : {}) };
  }
  const id = identity ? instanceInName(identity) : null;
  const { evidence = null } = launcher ?? {};
  const isPerson = evidence !== null && !NOT_OF_SESSION.includes(evidence);
  return id === null || isPerson ? null : { kind: 'instance', id };
};

/**
 * The origins of a launch's instances. The record may show an instance, and the instances' tags may show groups.
 * Each instance is in one group at most, but those of one launch may have been put into several.
 *
 * @param launcher as an earlier step found it
 */
export const originsOf = (
  launch: Launch,
  instances: readonly Instance[],
  launcher?: Launcher,
): NamedOrigin[] => {
  if (instances.length === 0) return [];
  const caller = callingInstance(launch, launcher);
  if (caller) return [caller];
  const names = new Set(instances.flatMap((instance) => groupOf(instance) ?? []));
  return [...names].sort().map((id) => ({ kind: 'auto-scaling-group', id }));
};

/**
 * What shows with which tool instances were launched: their tags, and those of the instance that launched them. A mail
 * says where that tool is told the Owner, and shows keys that only look like the Owner's.
 */
export const Traces = z.object({ tags: z.array(Tag), leaderTags: z.optional(z.array(Tag)) });
export type Traces = z.infer<typeof Traces>;

/** EC2 allows 50 tags, beside those of AWS. An execution's state has no room for more of them, nor for long ones. */
const MAX_TAGS = 50;
const MAX_KEY_LENGTH = 64;
const MAX_VALUE_LENGTH = 24;

const AWS_PREFIX = 'aws:';

/** The beginning of a text, without half of a surrogate pair at its end. */
const cut = (text: string, length: number): string => text.slice(0, length).replace(/[\ud800-\udbff]$/, '');

/** One tag of each key, shortened: first those that only AWS can write. */
const shortened = (tags: readonly Tag[]): Tag[] =>
  [...new Map(tags.map((tag) => [tag.key, tag])).values()]
    .sort((a, b) => Number(b.key.startsWith(AWS_PREFIX)) - Number(a.key.startsWith(AWS_PREFIX)))
    .slice(0, MAX_TAGS)
    .map(({ key, value }) => ({ key: cut(key, MAX_KEY_LENGTH), value: cut(value, MAX_VALUE_LENGTH) }));

/** @param parent the origin with its tags; the tags of a group count as its instances' tags */
export const tracesOf = (
  tags: readonly Tag[],
  parent: { readonly kind: Origin['kind']; readonly tags: readonly Tag[] } | null,
): Traces =>
  parent?.kind === 'instance'
    ? { tags: shortened(tags), leaderTags: shortened(parent.tags) }
    : { tags: shortened([...tags, ...(parent?.tags ?? [])]) };
