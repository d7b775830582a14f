import type { Tag } from '../../../lambdas/domain/instances.ts';
import type { InstanceHistory, Observations } from '../observed/seen.ts';
import { sinceBegin } from '../time.ts';
import type { Violation } from './violation.ts';

const ownerIn = (tags: readonly Tag[] = []): string => tags.find(({ key }) => key === 'Owner')?.value ?? '';

/** The violation if the service has just overwritten an Owner. An empty Owner may be overwritten. */
export const ofWrite = (
  instance: InstanceHistory,
  at: number,
  { injections }: Pick<Observations, 'injections'>,
): Violation[] => {
  const [now, before] = instance.tags.toReversed();
  const [was, is] = [ownerIn(before?.tags), ownerIn(now?.tags)];
  if (was === '' || was === is) return [];
  // IAM judged the call by older tags, so no policy could have denied it.
  const lags = injections.some(
    (one) => one.kind === 'authorization-lags' && one.at === at && one.what.includes(instance.instanceId),
  );
  if (lags) return [];
  const what = `Owner was ${was} since ${sinceBegin(before?.at ?? at)}, and is ${is}`;
  return [{ at, invariant: 'overwritten', instanceId: instance.instanceId, what }];
};

/** How often an Owner may be written on one instance. */
const MAX_WRITES = 3;

/** Instances whose Owner the service wrote too often. If a fault struck `repair`, it may have lost count. */
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
