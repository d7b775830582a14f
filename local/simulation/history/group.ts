import { tagged } from '../../sample/deeds.ts';
import { groupCreated } from '../../sample/groups.ts';
import { autoScaling, consoleSession } from '../../sample/identity.ts';
import { instanceIdsOf } from '../../sample/launches.ts';
import type { Random } from '../random.ts';
import { MINUTE, SECOND, timeOfDay } from '../time.ts';
import { type Deed, deedOf } from './deed.ts';
import { recordOfLaunch, type SimulatedLaunch } from './launch.ts';
import { PEOPLE, PLACES } from './places.ts';

/** An Auto Scaling group with an Owner or without, which launches now and then. */
export const groupLaunches = (name: string, at: number, random: Random): Deed[] => {
  const user = random.pick(PEOPLE);
  const place = random.weigh(PLACES);
  const isOwned = random.chance(0.4);
  const group = {
    at: timeOfDay(at),
    place,
    caller: consoleSession(place.accountId, user),
    name,
    size: 2,
    tags: isOwned ? { Owner: user } : {},
    propagates: false,
  };
  const isLate = random.chance(0.4);
  const launches = Array.from({ length: random.whole(1, 3) }, (_, index): Deed[] => {
    const from = at + SECOND * random.whole(5, 60) + index * MINUTE * random.whole(3, 12);
    const launch: SimulatedLaunch = {
      at: timeOfDay(from),
      place,
      caller: autoScaling(place.accountId),
      name: `${name} ${index}`,
      instanceType: 't3.small',
      count: random.whole(1, 2),
      tags: { 'aws:autoscaling:groupName': name },
    };
    const taggedAt = timeOfDay(from + SECOND * random.whole(10, 90));
    return [
      deedOf(recordOfLaunch(launch), `the group ${name} launches ${launch.count}`),
      ...(isLate
        ? [
            deedOf(
              tagged({ ...launch, at: taggedAt }, instanceIdsOf(launch), { Owner: user }),
              'and tags them late',
            ),
          ]
        : []),
    ];
  });
  return [
    deedOf(groupCreated(group), `${user} creates the group ${name}, ${JSON.stringify(group.tags)}`),
    ...launches.flat(),
  ];
};
