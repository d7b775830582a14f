import type { AttachmentReader } from '../../../lambdas/aws/attachments.ts';
import type { AccountReader } from '../../../lambdas/aws/read-account.ts';
import type { InstanceReader } from '../../../lambdas/aws/read-instances.ts';
import type { Instance } from '../../../lambdas/domain/instances.ts';
import type { Observations } from '../observed/seen.ts';
import { SECOND } from '../time.ts';
import type { FaultInjector } from './fault-injector.ts';
import { idsIn } from './ids.ts';

/** An instance as it was at an earlier instant; none if it did not exist then. */
const before = (instance: Instance, knownInstances: Observations['instances'], at: number): Instance[] => {
  const known = knownInstances.get(instance.instanceId);
  if (!known) return [instance];
  if (known.launchedAt > at) return [];
  const tags = known.tags.findLast((one) => one.at <= at)?.tags ?? [];
  const isAlive = known.ended === null || known.ended.at > at;
  return [{ ...instance, tags, state: isAlive && known.ended ? 'running' : instance.state }];
};

/** Instances as an eventually consistent DescribeInstances shows them. */
const shown = (
  instances: readonly Instance[],
  { instances: knownInstances }: Pick<Observations, 'instances'>,
  injector: FaultInjector,
  call: ReadCall,
): Instance[] => {
  const target = { ...call, what: `${call.fn}: ${idsIn(instances.map((one) => one.instanceId))}` };
  const report = (kind: 'describe-stale' | 'describe-tagless' | 'describe-empty') =>
    injector.report({ kind, ...target });
  if (instances.length === 0) return [];
  if (injector.strike('describe-empty', target)) {
    report('describe-empty');
    return [];
  }
  if (injector.strike('describe-tagless', target)) {
    report('describe-tagless');
    return instances.map((instance) => ({ ...instance, tags: [] }));
  }
  const stale = injector.strike('describe-stale', target);
  if (!stale) return [...instances];
  const at = Date.now() - stale.seconds * SECOND;
  const past = instances.flatMap((instance) => before(instance, knownInstances, at));
  if (JSON.stringify(past) !== JSON.stringify(instances)) report('describe-stale');
  return past;
};

/** Tags as an eventually consistent DescribeTags shows them. All tags in one answer are equally old. */
const staleTags =
  (
    read: InstanceReader['tags'],
    { instances: knownInstances }: Pick<Observations, 'instances'>,
    injector: FaultInjector,
    call: ReadCall,
  ): InstanceReader['tags'] =>
  async (instanceIds) => {
    const now = await read(instanceIds);
    const target = { ...call, what: `${call.fn}: tags ${idsIn(instanceIds)}` };
    const stale = injector.strike('tags-stale', target);
    if (!stale) return now;
    const at = Date.now() - stale.seconds * SECOND;
    const past = new Map(
      instanceIds.flatMap((id) => {
        const tags = knownInstances.get(id)?.tags.findLast((one) => one.at <= at)?.tags ?? [];
        return tags.length > 0 ? [[id, tags] as const] : [];
      }),
    );
    if (instanceIds.some((id) => JSON.stringify(past.get(id) ?? []) !== JSON.stringify(now.get(id) ?? []))) {
      injector.report({ kind: 'tags-stale', ...target, seconds: stale.seconds });
    }
    return past;
  };

/** Which function reads in which account. */
type ReadCall = { readonly accountId: string; readonly fn: string };

/** A reader of a launch's instances that may see an earlier state, or nothing. */
export const staleReads = (
  reader: InstanceReader,
  observed: Pick<Observations, 'instances'>,
  injector: FaultInjector,
  call: ReadCall,
): InstanceReader => {
  const unseen = new Set<string>();
  const tags = staleTags(reader.tags.bind(reader), observed, injector, call);
  return {
    tags: (instanceIds) => tags(instanceIds.filter((id) => !unseen.has(id))),
    names: reader.names,
    ofRequest: reader.ofRequest,
    find: async (key) => shown(await reader.find(key), observed, injector, call),
    instance: async (instanceId) => {
      const found = await reader.instance(instanceId);
      // `check` reads single instances only to find the parent of an instance.
      const target = { ...call, what: `${call.fn}: ${instanceId}` };
      if (call.fn === 'check' && injector.strike('origin-unseen', target)) {
        unseen.add(instanceId);
        injector.report({ kind: 'origin-unseen', ...target });
        return null;
      }
      unseen.delete(instanceId);
      return found ? (shown([found], observed, injector, call)[0] ?? null) : null;
    },
  };
};

/** A reader of what is attached to instances: it may show an earlier state of the instances, and no tags of the rest. */
export const staleAttachmentReads = (
  reader: AttachmentReader,
  observed: Pick<Observations, 'instances'>,
  injector: FaultInjector,
  call: ReadCall,
): AttachmentReader => ({
  tags: staleTags(reader.tags.bind(reader), observed, injector, call),
  find: async (key) => shown(await reader.find(key), observed, injector, call),
  attached: async (instanceIds, types) => {
    const found = await reader.attached(instanceIds, types);
    const target = { ...call, what: `${call.fn}: attached to ${idsIn(instanceIds)}` };
    if (!injector.strike('describe-tagless', target)) return found;
    injector.report({ kind: 'describe-tagless', ...target });
    return found.map((one) => ({ ...one, tags: [] }));
  },
});

/** A reader of all instances of an account that may see an earlier state, or nothing. */
export const staleAccountReads = (
  reader: AccountReader,
  observed: Pick<Observations, 'instances'>,
  injector: FaultInjector,
  call: ReadCall,
): AccountReader => ({
  tags: staleTags(reader.tags.bind(reader), observed, injector, call),
  existing: async () => {
    const existing = await reader.existing();
    const instances = existing.map(({ instance }) => instance);
    const known = new Map(shown(instances, observed, injector, call).map((one) => [one.instanceId, one]));
    return existing.flatMap((one) => {
      const instance = known.get(one.instance.instanceId);
      return instance ? [{ ...one, instance }] : [];
    });
  },
});
