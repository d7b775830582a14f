import { tagged } from '../../sample/deeds.ts';
import { consoleSession, instanceSession } from '../../sample/identity.ts';
import { instanceIdsOf } from '../../sample/launches.ts';
import type { Random } from '../random.ts';
import { MINUTE, SECOND, timeOfDay } from '../time.ts';
import { afterwards } from './afterwards.ts';
import { type Deed, deedOf } from './deed.ts';
import { recordOfLaunch, type SimulatedLaunch } from './launch.ts';
import { PEOPLE, PLACES } from './places.ts';

/** A Toil leader, and workers that it launches without a tag: it tags them later, or never. */
export const toilLaunches = (name: string, at: number, random: Random): Deed[] => {
  const user = random.pick(PEOPLE);
  const place = random.weigh(PLACES);
  const leader: SimulatedLaunch = {
    at: timeOfDay(at),
    place,
    caller: consoleSession(place.accountId, user),
    name: `${name} leader`,
    instanceType: 't3.medium',
    tags: random.chance(0.8) ? { Owner: user, ToilNodeType: 'leader' } : { ToilNodeType: 'leader' },
  };
  const [leaderId = ''] = instanceIdsOf(leader);
  const from = at + random.whole(1, 8) * MINUTE;
  const workers: SimulatedLaunch = {
    at: timeOfDay(from),
    place,
    caller: instanceSession(place.accountId, leaderId),
    name: `${name} workers`,
    instanceType: 'r5.4xlarge',
    count: random.whole(1, 3),
    isSpot: random.chance(0.2),
  };
  const tags = { Owner: user };
  const taggedAt = from + random.whole(20, 900) * SECOND;
  return [
    deedOf(
      recordOfLaunch(leader),
      `${user} launches a Toil leader ${leaderId}, ${JSON.stringify(leader.tags)}`,
    ),
    ...(random.chance(0.2) ? afterwards(leader, at, user, random) : []),
    deedOf(recordOfLaunch(workers), `the leader launches ${workers.count} workers`),
    ...(random.chance(0.5)
      ? [
          deedOf(
            tagged({ ...workers, at: timeOfDay(taggedAt) }, instanceIdsOf(workers), tags),
            'Toil tags its workers',
          ),
        ]
      : []),
  ];
};
