import type { Random } from '../random.ts';
import { MINUTE, SECOND } from '../time.ts';
import { instancesOf, type Launch, whereOf } from './act.ts';
import { PEOPLE, PLACES } from './places.ts';
import { type UserAction, userActionOfAct } from './user-action.ts';

/** An Auto Scaling group, with or without an Owner, and its launches. */
export const groupLaunches = (name: string, at: number, random: Random): UserAction[] => {
  const user = random.pick(PEOPLE);
  const place = random.weigh(PLACES);
  const isOwned = random.chance(0.4);
  const where = whereOf(place);
  const tags: Record<string, string> = isOwned ? { Owner: user } : {};
  const isLate = random.chance(0.4);
  const launches = Array.from({ length: random.whole(1, 3) }, (_, index): UserAction[] => {
    const from = at + SECOND * random.whole(5, 60) + index * MINUTE * random.whole(3, 12);
    const launch: Launch = {
      does: 'launch',
      at: from,
      in: where,
      by: { is: 'auto-scaling' },
      name: `${name} ${index}`,
      count: random.whole(1, 2),
      tags: { 'aws:autoscaling:groupName': name },
    };
    const taggedAt = from + SECOND * random.whole(10, 90);
    const instances = [instancesOf(launch)];
    return [
      userActionOfAct(launch),
      ...(isLate
        ? [
            userActionOfAct({
              does: 'tag',
              at: taggedAt,
              in: where,
              by: launch.by,
              instances,
              tags: { Owner: user },
            }),
          ]
        : []),
    ];
  });
  return [
    userActionOfAct({ does: 'create-group', at, in: where, by: { is: 'console', user }, name, tags }),
    ...launches.flat(),
  ];
};
