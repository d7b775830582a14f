import { tagged } from '../sample/deeds.ts';
import { consoleSession } from '../sample/identity.ts';
import { instanceIdsOf } from '../sample/launches.ts';
import type { Fault } from './faults/fault.ts';
import { type Deed, deedOf } from './history/deed.ts';
import { recordOfLaunch } from './history/launch.ts';
import { PEOPLE, PLACES } from './history/places.ts';
import type { Random } from './random.ts';
import { TIMING } from './settings.ts';
import { MINUTE, SECOND, timeOfDay } from './time.ts';

/**
 * What does harm only together, and chance would bring together once in years: somebody tags an instance in the last
 * moment, or the service overlooks the tag, or is slow to act; and IAM does not know the tag yet.
 */
export const conspiracy = (
  at: number,
  random: Random,
): { readonly deeds: Deed[]; readonly faults: Fault[] } => {
  const user = random.pick(PEOPLE);
  const place = random.weigh(PLACES);
  const launch = {
    at: timeOfDay(at),
    place,
    caller: consoleSession(place.accountId, user),
    name: 'in-the-last-moment',
    instanceType: 'c6i.large',
    count: random.whole(1, 2),
    tags: { Name: 'in the last moment' },
  };
  const deadline = at + TIMING.grace * MINUTE;
  const isSlow = random.chance(0.6);
  const taggedAt = isSlow ? deadline + random.whole(3, 50) * SECOND : at + random.whole(130, 590) * SECOND;
  const tag = tagged({ ...launch, at: timeOfDay(taggedAt) }, instanceIdsOf(launch), { Owner: user });
  const lags: Fault = {
    kind: 'authorization-lags',
    from: at,
    until: deadline + 10 * MINUTE,
    chance: 1,
    seconds: random.whole(120, 1200),
  };
  const conspirator: Fault = {
    ...(isSlow
      ? { kind: random.pick(['answer-lost', 'killed']), fn: 'terminate' }
      : { kind: 'describe-tagless' }),
    from: at,
    until: deadline + 5 * MINUTE,
    chance: random.pick([0.5, 0.7, 0.9]),
    seconds: random.whole(30, 55),
  };
  return {
    deeds: [
      deedOf(recordOfLaunch(launch), `${user} launches ${launch.count} as "${launch.name}"`),
      deedOf(tag, `${user} tags them`),
    ],
    faults: [lags, conspirator],
  };
};
