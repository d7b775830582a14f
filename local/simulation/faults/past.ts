import type { AccountReader } from '../../../lambdas/aws/read-account.ts';
import type { InstanceReader } from '../../../lambdas/aws/read-instances.ts';
import type { Instance } from '../../../lambdas/domain/verdict/instance.ts';
import type { Seen } from '../seen/seen.ts';
import { SECOND } from '../time.ts';
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

/** Instances as an eventually consistent DescribeInstances shows them. DescribeTags knows better, as has been seen. */
const shown = (
  instances: readonly Instance[],
  { lives }: Pick<Seen, 'lives'>,
  weather: Weather,
  told: { readonly accountId: string; readonly fn: string },
): Instance[] => {
  const tell = (kind: 'describe-stale' | 'describe-tagless' | 'describe-empty') =>
    weather.tell({
      kind,
      ...told,
      what: `${told.fn}: ${instances
        .map((one) => one.instanceId)
        .slice(0, 3)
        .join(' ')}`,
    });
  if (instances.length === 0) return [];
  if (weather.strike('describe-empty')) {
    tell('describe-empty');
    return [];
  }
  if (weather.strike('describe-tagless')) {
    tell('describe-tagless');
    return instances.map((instance) => ({ ...instance, tags: [] }));
  }
  const stale = weather.strike('describe-stale');
  if (!stale) return [...instances];
  const at = Date.now() - stale.seconds * SECOND;
  const past = instances.flatMap((instance) => before(instance, lives, at));
  if (JSON.stringify(past) !== JSON.stringify(instances)) tell('describe-stale');
  return past;
};

type Told = { readonly accountId: string; readonly fn: string };

/** A reader of a launch's instances that sees the past, or nothing. */
export const forgetful = (
  reader: InstanceReader,
  seen: Pick<Seen, 'lives'>,
  weather: Weather,
  told: Told,
): InstanceReader => ({
  tags: reader.tags,
  names: reader.names,
  find: async (key) => shown(await reader.find(key), seen, weather, told),
  instance: async (instanceId) => {
    const found = await reader.instance(instanceId);
    return found ? (shown([found], seen, weather, told)[0] ?? null) : null;
  },
});

/** The same of all that an account has. */
export const forgetfulOfAll = (
  reader: AccountReader,
  seen: Pick<Seen, 'lives'>,
  weather: Weather,
  told: Told,
): AccountReader => ({
  tags: reader.tags,
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
