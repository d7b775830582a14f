import type { Place } from '../../sample/call.ts';
import { botocoreSession, consoleSession, iamUser } from '../../sample/identity.ts';
import { assumedRole } from '../../sample/sessions.ts';
import type { Random } from '../random.ts';
import { SECOND, timeOfDay } from '../time.ts';
import { afterwards } from './afterwards.ts';
import { type Deed, deedOf } from './deed.ts';
import { recordOfLaunch, type SimulatedLaunch } from './launch.ts';
import { PEOPLE, PLACES } from './places.ts';
import { launchTags } from './tag-sets.ts';

const callerOf = (kind: 'console' | 'botocore' | 'user', { accountId }: Place, user: string, at: number) => {
  switch (kind) {
    case 'console':
      return consoleSession(accountId, user);
    case 'user':
      return iamUser(accountId, user);
    case 'botocore':
      return botocoreSession(accountId, timeOfDay(at - 5 * SECOND));
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

/** A person launches something, and may do something about it later. */
export const personLaunches = (name: string, at: number, random: Random): Deed[] => {
  const user = random.pick(PEOPLE);
  const place = random.weigh(PLACES);
  const kind = random.pick(['console', 'botocore', 'user']);
  const caller = callerOf(kind, place, user, at);
  const count = countOf(random);
  const launch: SimulatedLaunch = {
    at: timeOfDay(at),
    place,
    caller,
    name,
    instanceType: 't3.large',
    count,
    // CloudTrail leaves out the rest.
    ...(count > 30 ? { recorded: 30 } : {}),
    tags: launchTags(random, user),
    isProtected: random.chance(0.07),
    isSpot: random.chance(0.1),
    isManaged: random.chance(0.03),
  };
  const assumption = { at: timeOfDay(at - 5 * SECOND), place, userName: user, session: caller };
  return [
    ...(kind === 'botocore' ? [deedOf(assumedRole(assumption), `${user} assumes a role`)] : []),
    deedOf(
      recordOfLaunch(launch),
      `${user} (${kind}) launches ${launch.count} as "${name}", ${JSON.stringify(launch.tags)}`,
    ),
    ...afterwards(launch, at, user, random),
  ];
};
