import type { Random } from '../random.ts';
import { SECOND } from '../time.ts';
import { firstOf, type Launch } from './act.ts';
import { PEOPLE } from './places.ts';
import { claimOf } from './tag-sets.ts';
import { type UserAction, userActionOfAct } from './user-action.ts';

/** The tags of a new volume: usually none, sometimes an Owner in some spelling. */
const volumeTags = (random: Random): Readonly<Record<string, string>> =>
  random.weigh<Readonly<Record<string, string>>>([
    [4, {}],
    [1, { Name: 'scratch' }],
    [2, claimOf(random, random.pick(PEOPLE))],
  ]);

/** A volume that somebody makes and attaches to the first instance of a launch, some time later. */
const attachedLater = (launch: Launch, random: Random): UserAction[] => {
  const at = launch.at + random.whole(30, 1200) * SECOND;
  const volume = `${launch.name} scratch`;
  const call = { in: launch.in, by: launch.by, volume };
  return [
    userActionOfAct({ does: 'make-volume', at: at - 10 * SECOND, ...call, tags: volumeTags(random) }),
    userActionOfAct({ does: 'attach', at, ...call, instance: firstOf(launch) }),
  ];
};

/** The same actions, but some launches have volumes and interfaces, and some get another volume later. */
export const withAttachments = (userActions: readonly UserAction[], random: Random): UserAction[] =>
  userActions.flatMap((one): UserAction[] => {
    const { act } = one;
    if (act.does !== 'launch' || one.recorded || random.chance(0.3)) return [one];
    const tags = volumeTags(random);
    const launch = {
      ...act,
      volumes: random.whole(1, 2),
      ...(random.chance(0.3) ? { volumeTags: tags } : {}),
    };
    return [userActionOfAct(launch), ...(random.chance(0.4) ? attachedLater(launch, random) : [])];
  });
