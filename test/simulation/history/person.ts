import type { Random } from '../random.ts';
import { SECOND } from '../time.ts';
import { type By, type Launch, whereOf } from './act.ts';
import { afterwards } from './afterwards.ts';
import { PEOPLE, PLACES } from './places.ts';
import { launchTags } from './tag-sets.ts';
import { type UserAction, userActionOfAct } from './user-action.ts';

const byOf = (kind: By['is'] & ('console' | 'botocore' | 'user'), user: string, at: number): By => {
  switch (kind) {
    case 'console':
    case 'user':
      return { is: kind, user };
    case 'botocore':
      return { is: kind, since: at - 5 * SECOND };
    default:
      return kind satisfies never;
  }
};

const countOf = (random: Random): number =>
  random.weigh([
    [1400, 1],
    [400, random.whole(2, 3)],
    [80, random.whole(4, 8)],
    [9, random.whole(30, 130)],
    [1, 1000],
  ]);

/** A person launches instances, and may act on them later. */
export const personLaunches = (name: string, at: number, random: Random): UserAction[] => {
  const user = random.pick(PEOPLE);
  const place = random.weigh(PLACES);
  const kind = random.pick(['console', 'botocore', 'user']);
  const by = byOf(kind, user, at);
  const count = countOf(random);
  const launch: Launch = {
    does: 'launch',
    at,
    in: whereOf(place),
    by,
    name,
    count,
    // CloudTrail's record of a large launch does not hold all of its instances.
    ...(count > 30 ? { recorded: 30 } : {}),
    tags: launchTags(random, user),
    isProtected: random.chance(0.07),
    isSpot: random.chance(0.1),
    isManaged: random.chance(0.03),
  };
  return [
    ...(by.is === 'botocore'
      ? [userActionOfAct({ does: 'assume-role', at: by.since, in: launch.in, by, user })]
      : []),
    userActionOfAct(launch),
    ...afterwards(launch, at, user, random),
  ];
};
