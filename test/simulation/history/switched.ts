import type { Random } from '../random.ts';
import { TIMING } from '../settings.ts';
import { MINUTE, SECOND } from '../time.ts';
import { instancesOf, type Launch, whereOf } from './act.ts';
import { PEOPLE, PLACES } from './places.ts';
import { type UserAction, userActionOfAct } from './user-action.ts';

/** Instances without an Owner that are stopping at their deadline, or that somebody started just before it. */
export const switchedAtDeadline = (at: number, random: Random): UserAction[] => {
  const user = random.pick(PEOPLE);
  const launch: Launch = {
    does: 'launch',
    at,
    in: whereOf(random.weigh(PLACES)),
    by: { is: 'user', user },
    name: 'switched at the deadline',
    count: random.whole(1, 3),
    isProtected: random.chance(0.2),
  };
  const deadline = at + TIMING.grace * MINUTE;
  const call = { in: launch.in, by: launch.by, instances: [instancesOf(launch)] };
  const does = random.pick(['stop', 'hibernate']);
  const isStarted = random.chance(0.6);
  const stoppedAt = deadline - (isStarted ? random.whole(330, 500) : random.whole(1, 59)) * SECOND;
  const startedAt = deadline - random.whole(1, 18) * SECOND;
  return [
    userActionOfAct(launch),
    userActionOfAct({ ...call, does, at: stoppedAt }),
    ...(isStarted ? [userActionOfAct({ ...call, does: 'start', at: startedAt })] : []),
  ];
};
