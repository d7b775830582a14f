import type { Random } from '../random.ts';
import { MINUTE, SECOND } from '../time.ts';
import { type Launch, whereOf } from './act.ts';
import { PLACES } from './places.ts';
import { type UserAction, userActionOfAct } from './user-action.ts';

/** A controller that launches again and again in the session of a role, and nobody is behind it. Few nodes get an Owner. */
export const controllerLaunches = (name: string, at: number, random: Random): UserAction[] => {
  const place = random.weigh(PLACES);
  const role = random.pick(['node-controller', 'batch-controller']);
  const count = random.whole(2, 7);
  const owner = random.weigh<string | null>([
    [6, null],
    [2, 'the lab'],
    [1, 'shared'],
  ]);
  return Array.from({ length: count }, (_, index) => {
    const from = at + index * random.whole(3, 12) * MINUTE + random.whole(0, 50) * SECOND;
    const launch: Launch = {
      does: 'launch',
      at: from,
      in: whereOf(place),
      by: { is: 'controller', role, since: from - SECOND },
      name: `${name} ${index}`,
      count: random.whole(1, 2),
      tags: {
        'karpenter.sh/nodepool': 'default',
        ...(owner === null || random.chance(0.2) ? {} : { Owner: owner }),
      },
    };
    return userActionOfAct(launch);
  });
};
