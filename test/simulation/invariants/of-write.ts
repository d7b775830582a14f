import type { Tag } from '../../../lambdas/domain/instances.ts';
import type { InstanceHistory, Observations } from '../observed/seen.ts';
import { sinceBegin } from '../time.ts';
import type { Violation } from './violation.ts';

const ownerIn = (tags: readonly Tag[] = []): string => tags.find(({ key }) => key === 'Owner')?.value ?? '';

/** What tools write as Owner by themselves: the name of the key pair of all launches here, and Toil's default. */
const OWNERS_OF_TOOLS = ['gi', 'toil'];

/** Whether an Owner is an instance's launcher, or an owner of what launched it, by more than the name of a session. */
const isLauncher = (
  owner: string,
  { caller, parentId, groupOwner }: InstanceHistory,
  { users, instances }: Pick<Observations, 'users' | 'instances'>,
): boolean => {
  if (parentId === null && groupOwner === null) {
    return (
      (caller.isUser && caller.name === owner) ||
      users.some(
        ({ userId, names }) => caller.userIds.includes(userId) && names.some(({ name }) => name === owner),
      )
    );
  }
  const ofParent = instances.get(parentId ?? '')?.tags ?? [];
  return groupOwner === owner || ofParent.some(({ tags }) => ownerIn(tags) === owner);
};

/** The violation if the service has just overwritten an Owner. An empty Owner may be overwritten, and one that a tool wrote. */
export const ofWrite = (
  instance: InstanceHistory,
  at: number,
  observed: Pick<Observations, 'injections' | 'users' | 'instances'>,
): Violation[] => {
  const { injections } = observed;
  const [now, before] = instance.tags.toReversed();
  const [was, is] = [ownerIn(before?.tags), ownerIn(now?.tags)];
  if (was === '' || was === is) return [];
  if (OWNERS_OF_TOOLS.includes(was) && isLauncher(is, instance, observed)) return [];
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
