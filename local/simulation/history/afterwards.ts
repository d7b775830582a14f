import type { Random } from '../random.ts';
import { SECOND } from '../time.ts';
import { firstOf, instancesOf, type Launch } from './act.ts';
import { type Deed, deedOfAct } from './deed.ts';
import { claimOf } from './tag-sets.ts';

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
  'stop',
  'start',
  'end',
  'guard',
] as const;

/** Something that a person does to an instance some time after its launch. */
const afterwardsOf = (launch: Launch, at: number, user: string, random: Random): Deed => {
  const first = firstOf(launch);
  const instances = random.chance(0.7) ? [instancesOf(launch)] : [first];
  const where = { at, in: launch.in, by: launch.by };
  const kind = random.pick(KINDS);
  switch (kind) {
    case 'claim': {
      const tags = claimOf(random, user);
      return deedOfAct({ ...where, does: 'tag', instances, tags });
    }
    case 'empty':
      return deedOfAct({ ...where, does: 'tag', instances, tags: { Owner: '' } });
    case 'disown': {
      const key = random.weigh([
        [5, 'Owner'],
        [1, 'owner'],
        [1, 'Name'],
      ]);
      return deedOfAct({ ...where, does: 'untag', instances, key });
    }
    case 'stop':
    case 'start':
      return deedOfAct({ ...where, does: kind, instances });
    case 'end':
      return deedOfAct({ ...where, does: 'terminate', instances: [first] });
    case 'guard':
      return deedOfAct({ ...where, does: 'protect', instances: [first] });
    default:
      return kind satisfies never;
  }
};

/** What becomes of a launch at the hands of people: nothing, as a rule, or a few things at some time. */
export const afterwards = (launch: Launch, at: number, user: string, random: Random): Deed[] => {
  const count = random.weigh([
    [8, 0],
    [8, 1],
    [3, 2],
    [1, 3],
  ]);
  // Its record may be of the same second: what is done to an instance, is done after its launch.
  return Array.from({ length: count }, () => afterwardsOf(launch, at + delay(random), user, random));
};
