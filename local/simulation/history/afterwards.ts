import { tagged, terminated } from '../../sample/deeds.ts';
import { instanceIdsOf, type SampleLaunch } from '../../sample/launches.ts';
import type { Random } from '../random.ts';
import { SECOND, timeOfDay } from '../time.ts';
import { guarded, switched, untagged } from './calls.ts';
import { type Deed, deedOf } from './deed.ts';
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
const afterwardsOf = (launch: SampleLaunch, at: number, user: string, random: Random): Deed => {
  const [first = '', ...others] = instanceIdsOf(launch);
  const ids = random.chance(0.7) ? [first, ...others] : [first];
  const where = { ...launch, at: timeOfDay(at) };
  const kind = random.pick(KINDS);
  switch (kind) {
    case 'claim': {
      const tags = claimOf(random, user);
      return deedOf(tagged(where, ids, tags), `tags ${JSON.stringify(tags)} on ${ids.join(' ')}`);
    }
    case 'empty':
      return deedOf(tagged(where, ids, { Owner: '' }), `an empty Owner on ${ids.join(' ')}`);
    case 'disown': {
      const key = random.weigh([
        [5, 'Owner'],
        [1, 'owner'],
        [1, 'Name'],
      ]);
      return deedOf(untagged(where, ids, key), `tag ${key} off ${ids.join(' ')}`);
    }
    case 'stop':
      return deedOf(switched(where, ids, 'StopInstances'), `stopped ${ids.join(' ')}`);
    case 'start':
      return deedOf(switched(where, ids, 'StartInstances'), `started ${ids.join(' ')}`);
    case 'end':
      return deedOf(terminated(where, [first]), `terminated ${first}`);
    case 'guard':
      return deedOf(guarded(where, first), `termination protection on ${first}`);
    default:
      return kind satisfies never;
  }
};

/** What becomes of a launch at the hands of people: nothing, as a rule, or a few things at some time. */
export const afterwards = (launch: SampleLaunch, at: number, user: string, random: Random): Deed[] => {
  const count = random.weigh([
    [8, 0],
    [8, 1],
    [3, 2],
    [1, 3],
  ]);
  // Its record may be of the same second: what is done to an instance, is done after its launch.
  return Array.from({ length: count }, () => afterwardsOf(launch, at + delay(random), user, random));
};
