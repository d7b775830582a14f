import type { Launch } from '../domain/launch.ts';
import type { Policy, Seen } from '../domain/plan.ts';
import { toolsOf } from '../domain/tools-of.ts';
import { look } from './look.ts';
import { lookAtOrigin, type OriginSources } from './look-at-origin.ts';

/** Looks at a launch's instances, at what launched them, and at the traces of tools on both. */
export const see = async (launch: Launch, policy: Policy, sources: OriginSources): Promise<Seen> => {
  const instances = await look(sources.reader, launch.key, policy.ownerTag);
  const { origin, tags } = await lookAtOrigin(launch, instances, policy, sources);
  const parent = origin && { kind: origin.kind, tags };
  const ownTags = instances.flatMap((instance) => instance.tags);
  return { instances, origin, tools: toolsOf(ownTags, launch.identity, parent) };
};
