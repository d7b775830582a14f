import type { AccountReader } from '../../../lambdas/aws/read-account.ts';
import type { InstanceReader } from '../../../lambdas/aws/read-instances.ts';
import type { Instance } from '../../../lambdas/domain/instances.ts';
import type { Seen } from '../seen/seen.ts';
import { SECOND } from '../time.ts';
import { idsIn } from './ids.ts';
import type { Weather } from './weather.ts';

/** An instance as DescribeInstances knew it some time ago; none if it was not there. */
const before = (instance: Instance, lives: Seen['lives'], at: number): Instance[] => {
  const life = lives.get(instance.instanceId);
  if (!life) return [instance];
  if (life.launchedAt > at) return [];
  const tags = life.tags.findLast((one) => one.at <= at)?.tags ?? [];
  const isAlive = life.ended === null || life.ended.at > at;
  return [{ ...instance, tags, state: isAlive && life.ended ? 'running' : instance.state }];
};

/** Instances as an eventually consistent DescribeInstances shows them. */
const shown = (
  instances: readonly Instance[],
  { lives }: Pick<Seen, 'lives'>,
  weather: Weather,
  told: Told,
): Instance[] => {
  const target = { ...told, what: `${told.fn}: ${idsIn(instances.map((one) => one.instanceId))}` };
  const tell = (kind: 'describe-stale' | 'describe-tagless' | 'describe-empty') =>
    weather.tell({ kind, ...target });
  if (instances.length === 0) return [];
  if (weather.strike('describe-empty', target)) {
    tell('describe-empty');
    return [];
  }
  if (weather.strike('describe-tagless', target)) {
    tell('describe-tagless');
    return instances.map((instance) => ({ ...instance, tags: [] }));
  }
  const stale = weather.strike('describe-stale', target);
  if (!stale) return [...instances];
  const at = Date.now() - stale.seconds * SECOND;
  const past = instances.flatMap((instance) => before(instance, lives, at));
  if (JSON.stringify(past) !== JSON.stringify(instances)) tell('describe-stale');
  return past;
};

/** Tags as an eventually consistent DescribeTags shows them: the same call shows all of them as old. */
const staleTags =
  (
    read: InstanceReader['tags'],
    { lives }: Pick<Seen, 'lives'>,
    weather: Weather,
    told: Told,
  ): InstanceReader['tags'] =>
  async (instanceIds) => {
    const now = await read(instanceIds);
    const target = { ...told, what: `${told.fn}: tags ${idsIn(instanceIds)}` };
    const stale = weather.strike('tags-stale', target);
    if (!stale) return now;
    const at = Date.now() - stale.seconds * SECOND;
    const past = new Map(
      instanceIds.flatMap((id) => {
        const tags = lives.get(id)?.tags.findLast((one) => one.at <= at)?.tags ?? [];
        return tags.length > 0 ? [[id, tags] as const] : [];
      }),
    );
    if (instanceIds.some((id) => JSON.stringify(past.get(id) ?? []) !== JSON.stringify(now.get(id) ?? []))) {
      weather.tell({ kind: 'tags-stale', ...target, seconds: stale.seconds });
    }
    return past;
  };

type Told = { readonly accountId: string; readonly fn: string };

/** A reader of a launch's instances that sees the past, or nothing. */
export const forgetful = (
  reader: InstanceReader,
  seen: Pick<Seen, 'lives'>,
  weather: Weather,
  told: Told,
): InstanceReader => {
  const unseen = new Set<string>();
  const tags = staleTags(reader.tags.bind(reader), seen, weather, told);
  return {
    tags: (instanceIds) => tags(instanceIds.filter((id) => !unseen.has(id))),
    names: reader.names,
    find: async (key) => shown(await reader.find(key), seen, weather, told),
    instance: async (instanceId) => {
      const found = await reader.instance(instanceId);
      // `check` asks so for a parent alone.
      const target = { ...told, what: `${told.fn}: ${instanceId}` };
      if (told.fn === 'check' && weather.strike('origin-unseen', target)) {
        unseen.add(instanceId);
        weather.tell({ kind: 'origin-unseen', ...target });
        return null;
      }
      unseen.delete(instanceId);
      return found ? (shown([found], seen, weather, told)[0] ?? null) : null;
    },
  };
};

/** The same of all that an account has. */
export const forgetfulOfAll = (
  reader: AccountReader,
  seen: Pick<Seen, 'lives'>,
  weather: Weather,
  told: Told,
): AccountReader => ({
  tags: staleTags(reader.tags.bind(reader), seen, weather, told),
  existing: async () => {
    const existing = await reader.existing();
    const instances = existing.map(({ instance }) => instance);
    const known = new Map(shown(instances, seen, weather, told).map((one) => [one.instanceId, one]));
    return existing.flatMap((one) => {
      const instance = known.get(one.instance.instanceId);
      return instance ? [{ ...one, instance }] : [];
    });
  },
});
