import type { BreakerTable } from '../aws/breaker-table.ts';
import type { ReadPause } from '../aws/read-pause.ts';
import { launchedIn } from '../domain/grace-period/earlier-rounds.ts';
import type { CheckInput } from '../domain/grace-period/input.ts';
import { mayBeSecond } from '../domain/grace-period/open-grace-periods.ts';
import type { Policy, Seen } from '../domain/grace-period/plan.ts';
import { toolsOf } from '../domain/launcher/origin.ts';
import { judgeLaunched } from '../domain/verdict/judge-instance.ts';
import { isKnownHeld, isKnownPaused } from './is-known-paused.ts';
import { look } from './look.ts';
import { lookAtOrigins, type OriginSources } from './look-at-origins.ts';

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
    readonly breaker: Pick<BreakerTable, 'read' | 'joined'>;
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
  const instanceIds = [...input.launch.instanceIds, ...instances.map(({ instanceId }) => instanceId)];
  // A launch whose record came in time was counted by nothing before: `terminate` asks of every one.
  const held =
    mayBeSecond(input, policy.timing) &&
    (await isKnownHeld({ launch, cause: input.cause, instanceIds }, breaker, sources.log));
  return { instances, origins, tools: toolsOf(ownTags, identity, parent), paused, held };
};
