import type { Random } from '../random.ts';
import { SECOND } from '../time.ts';
import { firstOf, instancesOf, type Launch } from './act.ts';
import { claimOf } from './tag-sets.ts';
import { type UserAction, userActionOfAct } from './user-action.ts';

/** The time from a launch to a later action on its instances, in milliseconds: often close to the deadline, where it matters most. */
const delay = (random: Random): number =>
  SECOND *
  random.weigh([
    [3, random.whole(1, 115)],
    [5, random.whole(120, 580)],
    [6, random.whole(580, 690)],
    [4, random.whole(690, 30 * 60)],
  ]);

const KINDS = [
  'claim',
  'claim',
  'claim',
  'disown',
  'disown',
  'empty',
  'switch',
  'switch',
  'end',
  'guard',
] as const;

/** Instances are stopped or hibernated, and perhaps started again, at once or later. */
const switching = (
  where: Pick<Launch, 'at' | 'in' | 'by'>,
  instances: string[],
  random: Random,
): UserAction[] => {
  const does = random.pick(['stop', 'hibernate']);
  // EC2 does not start an instance that is still stopping.
  const isSoon = does === 'stop' && random.chance(0.4);
  const at = where.at + SECOND * (isSoon ? random.whole(62, 120) : random.whole(301, 900));
  const stop = userActionOfAct({ ...where, does, instances });
  return [stop, ...(random.chance(0.6) ? [userActionOfAct({ ...where, at, does: 'start', instances })] : [])];
};

/** One action of a person on instances, some time after their launch. */
const afterwardsOf = (launch: Launch, at: number, user: string, random: Random): UserAction[] => {
  const first = firstOf(launch);
  const instances = random.chance(0.7) ? [instancesOf(launch)] : [first];
  const where = { at, in: launch.in, by: launch.by };
  const kind = random.pick(KINDS);
  switch (kind) {
    case 'claim': {
      const tags = claimOf(random, user);
      return [userActionOfAct({ ...where, does: 'tag', instances, tags })];
    }
    case 'empty':
      return [userActionOfAct({ ...where, does: 'tag', instances, tags: { Owner: '' } })];
    case 'disown': {
      const key = random.weigh([
        [5, 'Owner'],
        [1, 'owner'],
        [1, 'Name'],
      ]);
      return [userActionOfAct({ ...where, does: 'untag', instances, key })];
    }
    case 'switch':
      return switching(where, instances, random);
    case 'end':
      return [userActionOfAct({ ...where, does: 'terminate', instances: [first] })];
    case 'guard':
      return [userActionOfAct({ ...where, does: 'protect', instances: [first] })];
    default:
      return kind satisfies never;
  }
};

/** What people do to the instances of a launch later: often nothing, otherwise up to three actions. */
export const afterwards = (launch: Launch, at: number, user: string, random: Random): UserAction[] => {
  const count = random.weigh([
    [8, 0],
    [8, 1],
    [3, 2],
    [1, 3],
  ]);
  // The delay is at least a second, so that every action comes after its launch.
  return Array.from({ length: count }, () => afterwardsOf(launch, at + delay(random), user, random)).flat();
};
