import { judging } from './judging.ts';
import type { InstanceHistory, Observations, UserHistory } from './seen.ts';

/** What happens to users and instances while executions are open, and is told of so that its absence is seen. */
export const COVERAGE = [
  /** The user who launched an instance, while an execution judges that. */
  'user-renamed',
  'user-deleted',
  /** The name of such a user is somebody else's. */
  'name-passed-on',
  'stopped',
  'hibernated',
  'started',
  /** The service ends an instance in such a state. */
  'ended-pending',
  'ended-stopping',
  'ended-stopped',
  /** What is deployed reaches one function after the other. */
  'deployed-in-steps',
] as const;
export type CoverageKind = (typeof COVERAGE)[number];

const usersOf = ({ caller }: InstanceHistory, users: readonly UserHistory[]): UserHistory[] =>
  users.filter(
    ({ userId, names }) => caller.userIds.includes(userId) || names.some(({ name }) => name === caller.name),
  );

const coverageOfInstance = (instance: InstanceHistory, observed: Observations): CoverageKind[] => {
  const isOpen = (at: number): boolean => judging(instance, at, observed).length > 0;
  const switched = instance.running.flatMap(({ at, isRunning, isHibernated }, index): CoverageKind[] => {
    if (index === 0 || !isOpen(at)) return [];
    return [isRunning ? 'started' : isHibernated ? 'hibernated' : 'stopped'];
  });
  const users = usersOf(instance, observed.users);
  const ofUsers = users.flatMap(({ names, until }): CoverageKind[] => [
    ...names.slice(1).flatMap(({ from }): CoverageKind[] => (isOpen(from) ? ['user-renamed'] : [])),
    ...(isOpen(until) ? (['user-deleted'] as const) : []),
  ]);
  const [, ...heirs] = users;
  const passedOn = heirs.flatMap(({ names }): CoverageKind[] =>
    names.slice(0, 1).flatMap(({ from }): CoverageKind[] => (isOpen(from) ? ['name-passed-on'] : [])),
  );
  const state = instance.ended?.by === 'service' ? instance.ended.state : undefined;
  const ended: CoverageKind[] =
    state === 'pending' || state === 'stopping' || state === 'stopped' ? [`ended-${state}`] : [];
  return [...switched, ...ofUsers, ...passedOn, ...ended];
};

/** All that was met in a run, as often as it was. */
export const coverageOf = (observed: Observations): CoverageKind[] => [
  ...[...observed.instances.values()].flatMap((instance) => coverageOfInstance(instance, observed)),
  ...[...observed.deployments, ...observed.unmatched].flatMap(({ from, within = 0 }): CoverageKind[] => {
    const isOpen = observed.executions.some((one) => one.from <= from + within && from <= one.until);
    return within > 0 && isOpen ? ['deployed-in-steps'] : [];
  }),
];
