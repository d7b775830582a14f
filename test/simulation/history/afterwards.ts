import type { Random } from '../random.ts';
import { SECOND } from '../time.ts';
import { firstOf, instancesOf, type Launch } from './act.ts';
import { claimOf } from './tag-sets.ts';
import { type UserAction, userActionOfAct } from './user-action.ts';

/** How long after its launch something is done to an instance, in milliseconds. Close to its deadline, it matters most. */
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

/** An instance is stopped, or hibernated, and perhaps started again, at once or later. */
const switching = (
  where: Pick<Launch, 'at' | 'in' | 'by'>,
  instances: string[],
  random: Random,
): UserAction[] => {
  const does = random.pick(['stop', 'hibernate']);
  // EC2 starts nothing that is stopping still.
  const isSoon = does === 'stop' && random.chance(0.4);
  const at = where.at + SECOND * (isSoon ? random.whole(62, 120) : random.whole(301, 900));
  const stop = userActionOfAct({ ...where, does, instances });
  return [stop, ...(random.chance(0.6) ? [userActionOfAct({ ...where, at, does: 'start', instances })] : [])];
};

/** Something that a person does to an instance some time after its launch. */
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

/** What becomes of a launch at the hands of people: nothing, as a rule, or a few things at some time. */
export const afterwards = (launch: Launch, at: number, user: string, random: Random): UserAction[] => {
  const count = random.weigh([
    [8, 0],
    [8, 1],
    [3, 2],
    [1, 3],
  ]);
  // Its record may be of the same second: what is done to an instance, is done after its launch.
  return Array.from({ length: count }, () => afterwardsOf(launch, at + delay(random), user, random)).flat();
};
