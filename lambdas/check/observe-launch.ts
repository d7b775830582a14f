import type { BreakerTable } from '../aws/breaker-table.ts';
import type { InstanceReader } from '../aws/read-instances.ts';
import type { ReadPause } from '../aws/read-pause.ts';
import type { UserTable } from '../aws/user-table.ts';
import { type GracePeriodCause, isHeld } from '../breaker/count-and-hold.ts';
import {
  certainLauncher,
  judgeInstance,
  judgeWithExemptions,
  meansUser,
  type ToolOwnerCorrection,
  toolOwnerOf,
} from '../domain/compliance/judge-instance.ts';
import { judgeTags, matchesAny, type OwnerTag } from '../domain/compliance/owner-rule.ts';
import { launchFactsOf } from '../domain/grace-period/earlier-rounds.ts';
import type { CheckInput } from '../domain/grace-period/input.ts';
import type { Observation, Policy } from '../domain/grace-period/plan.ts';
import type { Instance, Tag } from '../domain/instances.ts';
import { tracesOf } from '../domain/launcher/origin.ts';
import type { LaunchKey } from '../domain/record/launch.ts';
import type { Log } from '../log.ts';
import { type OriginSources, observeOrigins, observeProvenance, retryIfEmpty } from './observe-origins.ts';

/** Reads a launch's instances, what launched them, the tags of both, the pause, and the breaker. */
export const observeLaunch = async (
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
): Promise<Observation> => {
  const launched = launchFactsOf(input);
  const { identity } = launched;
  const launch = identity ? { ...input.launch, identity } : input.launch;
  const instances = await describeLaunch(sources.reader, launch.key, policy.ownerTag);
  const observedAt = Date.now();
  const judged = instances.map((instance) => ({
    instance,
    verdict: judgeWithExemptions(instance, launched, policy, now),
  }));
  const observed = await observeOrigins(launch, judged, policy, sources, input.launcher);
  const origins = observed.map(({ origin }) => origin);
  const [first] = observed;
  const parent = first ? { kind: first.origin.kind, tags: observed.flatMap(({ tags }) => tags) } : null;
  const tags = judged.flatMap(({ instance, verdict }) => (verdict.is === 'compliant' ? [] : instance.tags));
  const provenance = await observeProvenance(judged, policy, sources, input.launcher);
  const paused = await isKnownPaused(readPause, sources.log);
  const held = await isKnownHeld(input, breaker, sources.log);
  return { instances, observedAt, origins, traces: tracesOf(tags, parent), provenance, paused, held };
};

/**
 * Reads a launch's instances. If there are none, reads them again; if some are noncompliant, reads their tags again.
 */
const describeLaunch = async (
  reader: InstanceReader,
  key: LaunchKey,
  ownerTag: OwnerTag,
): Promise<Instance[]> => {
  const instances = await retryIfEmpty(
    () => reader.find(key),
    (found) => found.length === 0,
  );
  return fillTags(reader, instances, ownerTag);
};

/** Volumes that survive: their tags are read in the call that reads those of instances, which takes 200 ids. */
const MAX_KEPT_READ = 100;

/** The valid Owner that all volumes have which survive an instance, as `propagate` or their creator wrote it. */
const ownerOfKept = (
  { volumes: { kept } }: Instance,
  tags: ReadonlyMap<string, readonly Tag[]>,
  ownerTag: OwnerTag,
): string | undefined => {
  const owners = kept.map((id) => {
    const ofVolume = tags.get(id) ?? [];
    const isOwned = judgeTags(ofVolume, ownerTag).is === 'compliant';
    return isOwned ? ofVolume.find(({ key }) => key === ownerTag.key)?.value : undefined;
  });
  return new Set(owners).size === 1 ? owners[0] : undefined;
};

/**
 * Reads the tags of noncompliant instances again: DescribeTags shows tags that DescribeInstances omits
 * (cloud-custodian#10909). It reads those of the volumes, too, that would survive them.
 */
export const fillTags = async (
  reader: Pick<InstanceReader, 'tags'>,
  instances: readonly Instance[],
  ownerTag: OwnerTag,
): Promise<Instance[]> => {
  const noncompliant = instances.filter(
    (instance) => judgeInstance(instance, ownerTag).is === 'noncompliant',
  );
  if (noncompliant.length === 0) return [...instances];
  const kept = noncompliant.flatMap(({ volumes }) => volumes.kept).slice(0, MAX_KEPT_READ);
  const tags = await reader.tags([...noncompliant.map((instance) => instance.instanceId), ...kept]);
  return instances.map((instance) => {
    const more = tags.get(instance.instanceId) ?? [];
    const known = new Set(more.map((tag) => tag.key));
    const keptOwner = ownerOfKept(instance, tags, ownerTag);
    return {
      ...instance,
      ...(keptOwner === undefined ? {} : { volumes: { ...instance.volumes, keptOwner } }),
      tags: [...more, ...instance.tags.filter((tag) => !known.has(tag.key))],
    };
  });
};

/**
 * Whether no user of the gateway is known whose name matches a pattern. Then the pattern may be wrong, and people who
 * tag correctly would lose their instances. True also if the table does not answer. Users are read only if an instance
 * would be terminated for an invalid value: never with `onInvalidValue` as `report`.
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

/** Whether an Owner that a tool wrote by itself is corrected, and which values are valid. */
export type CorrectionPolicy = { readonly ownerTag: OwnerTag; readonly correctToolOwners: boolean };

/**
 * Finds the Owners that a tool wrote by itself, and the launcher to whom they are corrected; null if there is nothing to
 * correct. In the first round, the owner of the instance that launched them is not known as the launcher yet. A value that may
 * mean a user is left, and so is everything if the table does not answer.
 */
export const findToolOwners = async (
  input: CheckInput,
  { instances, origins }: Pick<Observation, 'instances' | 'origins'>,
  { ownerTag, correctToolOwners }: CorrectionPolicy,
  users: Pick<UserTable, 'some'>,
  log: Log,
): Promise<ToolOwnerCorrection | null> => {
  if (!correctToolOwners) return null;
  const values = new Set(instances.flatMap((instance) => toolOwnerOf(instance, ownerTag) ?? []));
  if (values.size === 0) return null;
  const { identity } = launchFactsOf(input);
  const { launcher = input.launch.launcher } = input;
  const [parent] = identity?.is === 'instance-session' ? origins : [];
  const owner = certainLauncher(launcher, identity) ?? parent?.owner ?? null;
  if (owner === null || !matchesAny(ownerTag.patterns, owner)) return null;
  try {
    if (!(await users.some((userName) => userName === owner))) return null;
    const ofTools = new Set<string>();
    for (const value of values) {
      if (!(await users.some((userName) => meansUser(value, userName)))) ofTools.add(value);
    }
    return { values: ofTools, owner };
  } catch (error) {
    log.error('users-not-readable', { error });
    return null;
  }
};

/**
 * Whether enforcement is known to be paused. Here this only changes the text of a warning. If the pause cannot be
 * read, the check goes on: `terminate` reads it again.
 */
const isKnownPaused = async (readPause: ReadPause, log: Log): Promise<boolean> => {
  try {
    return await readPause();
  } catch (error) {
    log.warn('pause-not-readable', { error });
    return false;
  }
};

/** Whether the breaker is known to hold the grace period. `terminate` reads that again before it acts. */
const isKnownHeld = async (
  one: GracePeriodCause,
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
