import type { Random } from '../random.ts';
import { SECOND } from '../time.ts';
import { type By, type Launch, whereOf } from './act.ts';
import { afterwards } from './afterwards.ts';
import { PEOPLE, PLACES } from './places.ts';
import { launchTags } from './tag-sets.ts';
import { type UserAction, userActionOfAct } from './user-action.ts';

/** Who calls, if it is a person, or a script or stack that they began shortly before. */
export const byOf = (
  kind: By['is'] & ('console' | 'botocore' | 'stack' | 'user'),
  user: string,
  at: number,
): By => {
  switch (kind) {
    case 'console':
    case 'user':
      return { is: kind, user };
    case 'botocore':
    case 'stack':
      return { is: kind, since: at - 5 * SECOND };
    default:
      return kind satisfies never;
  }
};

/**
 * The person who began the session of a script, or of a stack. Now and then another person's began in the same second, and
 * has the same name.
 */
export const assumedBy = (
  { by, in: place }: Pick<Launch, 'by' | 'in'>,
  user: string,
  random: Random,
): UserAction[] => {
  if (by.is !== 'botocore' && by.is !== 'stack') return [];
  const assume = (one: string, key: string): UserAction =>
    userActionOfAct({
      does: 'assume-role',
      at: by.since,
      in: place,
      by: { is: 'botocore', since: by.since, ...(key ? { key } : {}) },
      user: one,
    });
  const another = random.pick(PEOPLE);
  const isShared = by.is === 'stack' && another !== user && random.chance(0.3);
  return [assume(user, ''), ...(isShared ? [assume(another, another)] : [])];
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
  const kind = random.pick(['console', 'botocore', 'stack', 'user']);
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
    ...assumedBy(launch, user, random),
    userActionOfAct(launch),
    ...afterwards(launch, at, user, random),
  ];
};
