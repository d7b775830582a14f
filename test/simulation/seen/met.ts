import { judging } from './judging.ts';
import type { Life, Seen, UserLife } from './seen.ts';

/** What happens to users and instances while executions are open, and is told of so that its absence is seen. */
export const MET = [
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
export type Met = (typeof MET)[number];

const usersOf = ({ caller }: Life, users: readonly UserLife[]): UserLife[] =>
  users.filter(
    ({ userId, names }) => caller.userIds.includes(userId) || names.some(({ name }) => name === caller.name),
  );

const metBy = (life: Life, seen: Seen): Met[] => {
  const isOpen = (at: number): boolean => judging(life, at, seen).length > 0;
  const switched = life.running.flatMap(({ at, isRunning, isHibernated }, index): Met[] => {
    if (index === 0 || !isOpen(at)) return [];
    return [isRunning ? 'started' : isHibernated ? 'hibernated' : 'stopped'];
  });
  const users = usersOf(life, seen.users);
  const ofUsers = users.flatMap(({ names, until }): Met[] => [
    ...names.slice(1).flatMap(({ from }): Met[] => (isOpen(from) ? ['user-renamed'] : [])),
    ...(isOpen(until) ? (['user-deleted'] as const) : []),
  ]);
  const [, ...heirs] = users;
  const passedOn = heirs.flatMap(({ names }): Met[] =>
    names.slice(0, 1).flatMap(({ from }): Met[] => (isOpen(from) ? ['name-passed-on'] : [])),
  );
  const state = life.ended?.by === 'service' ? life.ended.state : undefined;
  const ended: Met[] =
    state === 'pending' || state === 'stopping' || state === 'stopped' ? [`ended-${state}`] : [];
  return [...switched, ...ofUsers, ...passedOn, ...ended];
};

/** All that was met in a run, as often as it was. */
export const metIn = (seen: Seen): Met[] => [
  ...[...seen.lives.values()].flatMap((life) => metBy(life, seen)),
  ...[...seen.deployments, ...seen.unmatched].flatMap(({ from, within = 0 }): Met[] => {
    const isOpen = seen.executions.some((one) => one.from <= from + within && from <= one.until);
    return within > 0 && isOpen ? ['deployed-in-steps'] : [];
  }),
];
