import type { Tag } from '../../../lambdas/domain/instances.ts';
import type { InstanceHistory, Observations } from '../observed/seen.ts';
import { sinceBegin } from '../time.ts';
import type { Violation } from './violation.ts';

const ownerIn = (tags: readonly Tag[] = []): string => tags.find(({ key }) => key === 'Owner')?.value ?? '';

/** What was wrong with tags that the service wrote just now: an Owner that stood there. An empty one is none. */
export const ofWrite = (
  instance: InstanceHistory,
  at: number,
  { injections }: Pick<Observations, 'injections'>,
): Violation[] => {
  const [now, before] = instance.tags.toReversed();
  const [was, is] = [ownerIn(before?.tags), ownerIn(now?.tags)];
  if (was === '' || was === is) return [];
  // IAM judged by the tags of minutes ago: no policy helps against that.
  const lags = injections.some(
    (one) => one.kind === 'authorization-lags' && one.at === at && one.what.includes(instance.instanceId),
  );
  if (lags) return [];
  const what = `Owner was ${was} since ${sinceBegin(before?.at ?? at)}, and is ${is}`;
  return [{ at, invariant: 'overwritten', instanceId: instance.instanceId, what }];
};

/** How often an Owner may be written on one instance. */
const MAX_WRITES = 3;

/** Instances that an Owner was written on too often. What an answer or the table lost, is not counted. */
export const tooManyWrites = ({
  instances,
  injections,
}: Pick<Observations, 'instances' | 'injections'>): Violation[] =>
  [...instances.values()].flatMap((instance): Violation[] => {
    const writes = instance.tags.filter(({ by }) => by === 'service');
    const last = writes[MAX_WRITES];
    if (!last || injections.some(({ fn }) => fn === 'repair')) return [];
    const what = `written ${writes.length} times, at ${writes.map(({ at }) => sinceBegin(at)).join(', ')}`;
    return [{ at: last.at, invariant: 'left-alone', instanceId: instance.instanceId, what }];
  });
