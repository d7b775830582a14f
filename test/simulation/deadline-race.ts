import type { FunctionName } from '../../infra/names.ts';
import type { Fault } from './faults/fault.ts';
import { instancesOf, type Launch, whereOf } from './history/act.ts';
import { PEOPLE, PLACES } from './history/places.ts';
import { type UserAction, userActionOfAct } from './history/user-action.ts';
import type { Random } from './random.ts';
import { TIMING } from './settings.ts';
import { MINUTE, SECOND } from './time.ts';

/** A fault of a call or an answer between two instants. */
const faultAround = (
  kind: Fault['kind'],
  [from, until]: readonly [number, number],
  random: Random,
  fn?: FunctionName,
): Fault => ({
  kind,
  from,
  until,
  chance: random.pick([0.5, 0.7, 0.9]),
  seconds: random.whole(30, 55),
  ...(fn ? { fn } : {}),
});

type RacePlan = { readonly taggedAt: number | null; readonly faults: readonly Fault[] };

/** The faults around a deadline, and when somebody tags the instance; null if nobody does. */
const racePlanOf = (at: number, deadline: number, random: Random): RacePlan => {
  const around = [at, deadline + 5 * MINUTE] as const;
  const kind = random.weigh([
    [5, 'slow'],
    [4, 'overlooked'],
    [1, 'unseen'],
    [4, 'outdated'],
  ]);
  switch (kind) {
    case 'slow':
      return {
        taggedAt: deadline + random.whole(3, 50) * SECOND,
        faults: [faultAround(random.pick(['answer-lost', 'killed']), around, random, 'terminate')],
      };
    case 'overlooked':
      return {
        taggedAt: at + random.whole(130, 590) * SECOND,
        faults: [faultAround('describe-tagless', around, random)],
      };
    case 'unseen':
      // It is over before `check` reads a second time.
      return {
        taggedAt: null,
        faults: [faultAround('describe-empty', [deadline - 2 * SECOND, deadline + 7 * SECOND], random)],
      };
    case 'outdated':
      // Both DescribeInstances and DescribeTags show old tags.
      return {
        taggedAt: deadline - random.whole(1, 29) * SECOND,
        faults: (['describe-stale', 'tags-stale'] as const).map((one) => ({
          ...faultAround(one, around, random),
          chance: 1,
        })),
      };
    default:
      return kind satisfies never;
  }
};

/**
 * What random runs would rarely combine. Somebody tags an instance close to its deadline, while the service does not see the
 * tag or is slow to act, and IAM may not know the tag yet. Or EC2 shows no instance just at the deadline.
 */
export const deadlineRace = (
  at: number,
  random: Random,
): { readonly userActions: UserAction[]; readonly faults: readonly Fault[] } => {
  const user = random.pick(PEOPLE);
  const place = random.weigh(PLACES);
  const launch: Launch = {
    does: 'launch',
    at,
    in: whereOf(place),
    by: { is: 'console', user },
    name: 'in-the-last-moment',
    count: random.whole(1, 2),
    tags: { Name: 'in the last moment' },
  };
  const deadline = at + TIMING.grace * MINUTE;
  const { taggedAt, faults } = racePlanOf(at, deadline, random);
  const lags: Fault = {
    kind: 'authorization-lags',
    from: at,
    until: deadline + 10 * MINUTE,
    chance: 1,
    seconds: random.whole(120, 1200),
  };
  const tag =
    taggedAt === null
      ? []
      : [
          userActionOfAct({
            does: 'tag',
            at: taggedAt,
            in: launch.in,
            by: launch.by,
            instances: [instancesOf(launch)],
            tags: { Owner: user },
          }),
        ];
  return {
    userActions: [userActionOfAct(launch), ...tag],
    faults: taggedAt !== null && random.chance(0.7) ? [lags, ...faults] : faults,
  };
};
