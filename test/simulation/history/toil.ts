import type { Random } from '../random.ts';
import { MINUTE, SECOND } from '../time.ts';
import { firstOf, instancesOf, type Launch, whereOf } from './act.ts';
import { afterwards } from './afterwards.ts';
import { PEOPLE, PLACES } from './places.ts';
import { type UserAction, userActionOfAct } from './user-action.ts';

/** A Toil leader, and workers that it launches without a tag. It tags them later, or never. */
export const toilLaunches = (name: string, at: number, random: Random): UserAction[] => {
  const user = random.pick(PEOPLE);
  const place = random.weigh(PLACES);
  const leader: Launch = {
    does: 'launch',
    at,
    in: whereOf(place),
    by: { is: 'console', user },
    name: `${name} leader`,
    count: 1,
    tags: random.chance(0.8) ? { Owner: user, ToilNodeType: 'leader' } : { ToilNodeType: 'leader' },
  };
  const instance = firstOf(leader);
  const from = at + random.whole(1, 8) * MINUTE;
  const workers: Launch = {
    does: 'launch',
    at: from,
    in: leader.in,
    by: { is: 'instance', instance },
    name: `${name} workers`,
    count: random.whole(1, 3),
    isSpot: random.chance(0.2),
  };
  const tags = { Owner: user };
  const taggedAt = from + random.whole(20, 900) * SECOND;
  return [
    userActionOfAct(leader),
    ...(random.chance(0.2) ? afterwards(leader, at, user, random) : []),
    userActionOfAct(workers),
    ...(random.chance(0.5)
      ? [
          userActionOfAct({
            does: 'tag',
            at: taggedAt,
            in: workers.in,
            by: workers.by,
            instances: [instancesOf(workers)],
            tags,
          }),
        ]
      : []),
  ];
};
