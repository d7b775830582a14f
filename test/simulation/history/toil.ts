import type { Random } from '../random.ts';
import { PANGENOMICS } from '../settings.ts';
import { MINUTE, SECOND } from '../time.ts';
import { type By, firstOf, instancesOf, type Launch, placeOf, whereOf } from './act.ts';
import { afterwards } from './afterwards.ts';
import { PEOPLE, PLACES } from './places.ts';
import { type UserAction, userActionOfAct } from './user-action.ts';

/** The key pair of all launches of the sample. */
const KEY_PAIR = 'gi';

const ELSEWHERE = { 'us-west-2': 'us-east-1', 'us-east-1': 'us-west-2' };

/** Where a leader launches its workers, and as whom: itself, by a stack, or in another Region. */
const callOfLeader = (leader: Launch, random: Random): Pick<Launch, 'in' | 'by'> => {
  const instance = firstOf(leader);
  const itself: By = { is: 'instance', instance };
  const how = random.weigh([
    [6, 'itself'],
    [2, 'stack'],
    [1, 'elsewhere'],
  ]);
  const { accountId, region } = placeOf(leader.in);
  switch (how) {
    case 'stack':
      return { in: leader.in, by: { is: 'stack-of-instance', instance } };
    case 'elsewhere':
      return accountId === PANGENOMICS && (region === 'us-west-2' || region === 'us-east-1')
        ? { in: whereOf({ accountId, region: ELSEWHERE[region] }), by: { ...itself, of: region } }
        : { in: leader.in, by: itself };
    default:
      return { in: leader.in, by: itself };
  }
};

/** What Toil writes as Owner: the user if TOIL_OWNER_TAG says so, else the key pair's name, or `toil`. */
const leaderTags = (user: string, random: Random): Readonly<Record<string, string>> =>
  random.weigh<Readonly<Record<string, string>>>([
    [12, { Owner: user, ToilNodeType: 'leader' }],
    [4, { ToilNodeType: 'leader' }],
    [3, { Owner: KEY_PAIR, ToilNodeType: 'leader' }],
    [1, { Owner: 'toil', ToilNodeType: 'leader' }],
  ]);

/** A Toil leader, and workers that it launches without a tag. It tags them later, or never. */
export const toilLaunches = (name: string, at: number, random: Random): UserAction[] => {
  const user = random.pick(PEOPLE);
  const place = random.weigh(PLACES);
  const by = random.weigh<By>([
    [2, { is: 'console', user }],
    [1, { is: 'user', user }],
    [2, { is: 'botocore', since: at - 5 * SECOND }],
  ]);
  const leader: Launch = {
    does: 'launch',
    at,
    in: whereOf(place),
    by,
    name: `${name} leader`,
    count: 1,
    tags: leaderTags(user, random),
  };
  const from = at + random.whole(1, 8) * MINUTE;
  const workers: Launch = {
    does: 'launch',
    at: from,
    ...callOfLeader(leader, random),
    name: `${name} workers`,
    count: random.whole(1, 3),
    isSpot: random.chance(0.2),
  };
  // A leader passes on the Owner that it was launched with.
  const tags = { Owner: leader.tags?.Owner ?? user };
  const taggedAt = from + random.whole(20, 900) * SECOND;
  return [
    ...(by.is === 'botocore'
      ? [userActionOfAct({ does: 'assume-role', at: by.since, in: leader.in, by, user })]
      : []),
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
