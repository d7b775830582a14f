import { judging } from './judging.ts';
import type { InstanceHistory, Observations, UserHistory } from './seen.ts';

/** Events that are counted while executions are open, so that it is noticed if one of them never happens. */
export const COVERAGE = [
  /** The user who launched an instance is renamed while an execution judges the instance. */
  'user-renamed',
  'user-deleted',
  /** The name of such a user is given to somebody else. */
  'name-passed-on',
  'stopped',
  'hibernated',
  'started',
  /** The service terminates an instance in this state. */
  'ended-pending',
  'ended-stopping',
  'ended-stopped',
  /** A deployment reaches one function after the other. */
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

/** The events that happened in a run: one entry each time. */
export const coverageOf = (observed: Observations): CoverageKind[] => [
  ...[...observed.instances.values()].flatMap((instance) => coverageOfInstance(instance, observed)),
  ...[...observed.deployments, ...observed.unmatched].flatMap(({ from, within = 0 }): CoverageKind[] => {
    const isOpen = observed.executions.some((one) => one.from <= from + within && from <= one.until);
    return within > 0 && isOpen ? ['deployed-in-steps'] : [];
  }),
];
