import type { BreakerTable } from '../aws/breaker-table.ts';
import type { InstanceReader } from '../aws/read-instances.ts';
import type { ReadPause } from '../aws/read-pause.ts';
import type { UserTable } from '../aws/users.ts';
import { type HeldCase, isHeld } from '../breaker/hold.ts';
import { launchedIn } from '../domain/grace-period/earlier-rounds.ts';
import type { CheckInput } from '../domain/grace-period/input.ts';
import type { Policy, Seen } from '../domain/grace-period/plan.ts';
import type { Instance } from '../domain/instances.ts';
import { toolsOf } from '../domain/launcher/origin.ts';
import type { LaunchKey } from '../domain/record/launch.ts';
import { judgeInstance, judgeLaunched } from '../domain/verdict/judge-instance.ts';
import { matchesAny, type OwnerTag } from '../domain/verdict/owner-rule.ts';
import type { Log } from '../log.ts';
import { lookAtOrigins, type OriginSources, twice } from './look-at-origins.ts';

/** Looks at a launch's instances, at what launched them, at the traces of tools on both, at the pause, and at the breaker. */
export const see = async (
  input: CheckInput,
  policy: Policy,
  now: Date,
  {
    readPause,
    breaker,
    ...sources
  }: OriginSources & {
    readonly readPause: ReadPause;
    readonly breaker: Pick<BreakerTable, 'read'>;
  },
): Promise<Seen> => {
  const launched = launchedIn(input);
  const { identity } = launched;
  const launch = identity ? { ...input.launch, identity } : input.launch;
  const instances = await look(sources.reader, launch.key, policy.ownerTag);
  const judged = instances.map((instance) => ({
    instance,
    verdict: judgeLaunched(instance, launched, policy, now),
  }));
  const seen = await lookAtOrigins(launch, judged, policy, sources);
  const origins = seen.map(({ origin }) => origin);
  const [first] = seen;
  const parent = first ? { kind: first.origin.kind, tags: seen.flatMap(({ tags }) => tags) } : null;
  const ownTags = instances.flatMap((instance) => instance.tags);
  const paused = await isKnownPaused(readPause, sources.log);
  const held = await isKnownHeld(input, breaker, sources.log);
  return { instances, origins, tools: toolsOf(ownTags, identity, parent), paused, held };
};

/** Looks at a launch's instances. What is empty is looked at twice: no instance at all, and tags that clear nothing. */
const look = async (reader: InstanceReader, key: LaunchKey, ownerTag: OwnerTag): Promise<Instance[]> => {
  const instances = await twice(
    () => reader.find(key),
    (found) => found.length === 0,
  );
  return fillTags(reader, instances, ownerTag);
};

/**
 * Looks again at the tags of instances that their tags do not clear: DescribeTags knows tags that DescribeInstances
 * omits (cloud-custodian#10909).
 */
export const fillTags = async (
  reader: Pick<InstanceReader, 'tags'>,
  instances: readonly Instance[],
  ownerTag: OwnerTag,
): Promise<Instance[]> => {
  const doubtful = instances.filter((instance) => judgeInstance(instance, ownerTag).is === 'noncompliant');
  if (doubtful.length === 0) return [...instances];
  const tags = await reader.tags(doubtful.map((instance) => instance.instanceId));
  return instances.map((instance) => {
    const more = tags.get(instance.instanceId) ?? [];
    const known = new Set(more.map((tag) => tag.key));
    return { ...instance, tags: [...more, ...instance.tags.filter((tag) => !known.has(tag.key))] };
  });
};

/**
 * Whether no user of the gateway is known whose name matches a pattern: whoever tags as they should would lose their
 * instance then. Nor is one known while the table does not answer. It is asked only where an instance would end for an
 * invalid value: never with `onInvalidValue` as `report`.
 */
export const matchesNoUser = async (
  ownerTag: OwnerTag,
  instances: readonly Instance[],
  users: Pick<UserTable, 'some'>,
  log: Log,
): Promise<boolean> => {
  if (!instances.some((instance) => judgeInstance(instance, ownerTag).reason === 'owner-invalid'))
    return false;
  const { patterns } = ownerTag;
  try {
    const isMatched = await users.some((userName) => matchesAny(patterns, userName));
    if (!isMatched) log.error('no-user-matches', { patterns });
    return !isMatched;
  } catch (error) {
    log.error('users-not-readable', { error });
    return true;
  }
};

/**
 * Whether enforcement is known to be paused. Here it only changes what a warning says: a pause that cannot be read stops
 * no judgement, and `terminate` reads it for itself.
 */
const isKnownPaused = async (readPause: ReadPause, log: Log): Promise<boolean> => {
  try {
    return await readPause();
  } catch (error) {
    log.warn('pause-not-readable', { error });
    return false;
  }
};

/** The same of the breaker: `terminate` asks it again before it acts. */
const isKnownHeld = async (
  one: HeldCase,
  breaker: Pick<BreakerTable, 'read'>,
  log: Log,
): Promise<boolean> => {
  try {
    return await isHeld(one, breaker);
  } catch (error) {
    log.warn('breaker-not-readable', { error });
    return false;
  }
};
