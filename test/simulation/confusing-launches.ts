import { consoleSession } from '../../local/sample/identity.ts';
import { instanceIdsOf, type SampleLaunch } from '../../local/sample/launches.ts';
import { resourceId } from '../../local/sample/made-up.ts';
import { tagged } from '../../local/sample/user-actions.ts';
import type { Fault } from './faults/fault.ts';
import { untagged } from './history/calls.ts';
import { PEOPLE, PLACES } from './history/places.ts';
import { type Left, repeated, withToken } from './history/token-launch.ts';
import { type UserAction, userActionOfRecord } from './history/user-action.ts';
import type { Random, Some } from './random.ts';
import { TIMING } from './settings.ts';
import { MINUTE, SECOND, timeOfDay } from './time.ts';

/** User actions and faults that could make the service judge an instance twice, or by the record of another launch. */
type ConfusingLaunch = { readonly userActions: UserAction[]; readonly faults: Fault[] };

const GRACE = TIMING.grace * MINUTE;

/** The launch that each of these begins with. */
const someLaunch = (name: string, at: number, random: Random): SampleLaunch & { readonly user: string } => {
  const user = random.pick(PEOPLE);
  const place = random.weigh(PLACES);
  const caller = consoleSession(place.accountId, user);
  return { user, at: timeOfDay(at), place, caller, name, instanceType: 'c6i.large', count: 1 };
};

/**
 * A large launch with tags, whose record lost its response, so that only its client token identifies it. The token looks like
 * a pattern, or like an id of somebody else's launch. That launch has no Owner, and its record may be lost.
 */
const likeAnother = (at: number, random: Random): ConfusingLaunch => {
  const victim = someLaunch('the other launch', at + random.whole(1, 9) * MINUTE, random);
  const [instanceId = ''] = instanceIdsOf(victim);
  const token = random.pick(['*', '?*', `${instanceId}`, resourceId('r', victim.name)]);
  const large = {
    ...victim,
    at: timeOfDay(at),
    name: 'large, of a token like a pattern',
    count: random.whole(11, 60),
    tags: { Owner: victim.user },
  };
  const again = random.chance(0.5) ? [8, 16, 24].map((minutes) => at + minutes * MINUTE) : [];
  const victimAt = Date.parse(`2026-11-03T${victim.at}-08:00`);
  const lost: Fault = {
    kind: 'event-lost',
    from: victimAt,
    until: victimAt + 100 * SECOND,
    chance: 1,
    seconds: 0,
  };
  return {
    userActions: [
      withToken(
        large,
        token,
        'truncated',
        `launches ${large.count} with the client token ${token}, truncated`,
      ),
      withToken(victim, 'a token of its own', 'whole', `launches ${instanceId}`),
      ...again.map((time) => repeated(large, token, timeOfDay(time), 'truncated')),
    ],
    faults: random.chance(0.4) ? [lost] : [],
  };
};

const SMALL: Some<readonly [Left, Left]> = [['whole', 'whole']];
const LARGE: Some<readonly [Left, Left]> = [...SMALL, ['whole', 'truncated'], ['truncated', 'whole']];

/** A launch whose call is repeated with its client token. EC2 launches nothing the second time, but CloudTrail records it. */
const calledAgain = (at: number, random: Random): ConfusingLaunch => {
  const count = random.weigh([
    [2, random.whole(1, 3)],
    [1, random.whole(11, 18)],
  ]);
  const launch = { ...someLaunch('called again', at, random), count };
  const later =
    at +
    SECOND *
      random.weigh([
        [2, random.whole(1, 30)],
        [3, random.whole(31, 900)],
      ]);
  // CloudTrail may truncate either of the two records of a large launch.
  const [first, second] = random.pick(count > 10 ? LARGE : SMALL);
  const overtaken: Fault = {
    kind: 'event-reordered',
    from: at - SECOND,
    until: at + SECOND,
    chance: 1,
    seconds: random.whole(60, 900),
  };
  return {
    userActions: [
      withToken(launch, 'again and again', first, `launches ${count}, and will call again`),
      repeated(launch, 'again and again', timeOfDay(later), second),
    ],
    faults: random.chance(0.4) ? [overtaken] : [],
  };
};

/** A launch whose record arrives around its deadline, with tags that change meanwhile. */
const late = (at: number, random: Random): ConfusingLaunch => {
  const launch = {
    ...someLaunch('told of late', at, random),
    count: random.whole(1, 2),
    tags: { Name: 'late' },
  };
  const ids = random.chance(0.7) ? instanceIdsOf(launch) : instanceIdsOf(launch).slice(0, 1);
  const changedAt = at + random.whole(5 * 60, 21 * 60) * SECOND;
  const where = (time: number) => ({ ...launch, at: timeOfDay(time) });
  const owned = random.chance(0.4)
    ? [
        userActionOfRecord(
          tagged(where(changedAt - 90 * SECOND), ids, { Owner: launch.user }),
          `Owner on ${ids.join(' ')}`,
        ),
      ]
    : [];
  const key = owned.length > 0 ? 'Owner' : random.pick(['Name', 'Owner']);
  return {
    userActions: [
      withToken(launch, 'late', 'whole', `launches ${launch.count}; the record arrives late`),
      ...owned,
      ...(key === 'Owner' && owned.length === 0
        ? [
            userActionOfRecord(
              tagged(where(changedAt - 2 * SECOND), ids, { Owner: '' }),
              `an empty Owner on ${ids.join(' ')}`,
            ),
          ]
        : []),
      userActionOfRecord(untagged(where(changedAt), ids, key), `tag ${key} off ${ids.join(' ')}`),
    ],
    faults: [
      {
        kind: 'event-delayed',
        from: at - SECOND,
        until: at + SECOND,
        chance: 1,
        seconds: random.whole(9 * 60, 21 * 60),
      },
    ],
  };
};

/** An Owner that is present at the deadline, and removed while the service still tries to terminate the other instances. */
const takenMeanwhile = (at: number, random: Random): ConfusingLaunch => {
  const launch = { ...someLaunch('claimed at the deadline', at, random), count: random.whole(2, 3) };
  const [first = ''] = instanceIdsOf(launch);
  const deadline = at + GRACE;
  const where = (time: number) => ({ ...launch, at: timeOfDay(time) });
  const tags = random.pick([
    { Owner: launch.user },
    { Owner: launch.user.toUpperCase() },
    { owner: launch.user },
  ]);
  const key = 'Owner' in tags ? 'Owner' : 'owner';
  const takenAt = deadline + random.whole(5, 300) * SECOND;
  const fault = random.pick(['answer-lost', 'killed', 'throttled']);
  return {
    userActions: [
      withToken(launch, 'claimed', 'whole', `launches ${launch.count}`),
      userActionOfRecord(
        tagged(where(deadline - random.whole(5, 300) * SECOND), [first], tags),
        `${JSON.stringify(tags)} on ${first}`,
      ),
      userActionOfRecord(untagged(where(takenAt), [first], key), `tag ${key} off ${first}`),
    ],
    faults: [
      {
        kind: fault,
        from: deadline - 5 * SECOND,
        until: deadline + random.whole(60, 420) * SECOND,
        chance: random.pick([0.7, 0.9, 1]),
        seconds: random.whole(5, 55),
        fn: 'terminate',
      },
    ],
  };
};

/** A script removes the Owner of many or a few instances, in one or more calls, and administrators may decide about them. */
const massUntagged = (at: number, random: Random): ConfusingLaunch => {
  const count = random.weigh([
    [4, random.whole(11, 24)],
    [1, random.whole(3, 10)],
  ]);
  const one = someLaunch('untagged by a script', at, random);
  const launch = { ...one, count, tags: { Owner: one.user } };
  const ids = instanceIdsOf(launch);
  const begin = at + random.whole(11 * 60, 40 * 60) * SECOND;
  const calls = random.pick([1, 2, 4]);
  const size = Math.ceil(count / calls);
  const apart = random.pick([1, 20, 150, 240]);
  const taken = Array.from({ length: calls }, (_, call) => {
    const some = ids.slice(call * size, (call + 1) * size);
    const where = { ...launch, at: timeOfDay(begin + call * apart * SECOND) };
    return some.length > 0
      ? [userActionOfRecord(untagged(where, some, 'Owner'), `tag Owner off ${some.join(' ')}`)]
      : [];
  });
  const decidedAt = begin + random.whole(5, 45) * MINUTE;
  const decided: Fault = {
    kind: 'decided',
    from: decidedAt,
    until: decidedAt + MINUTE,
    chance: 1,
    seconds: random.whole(0, 1),
  };
  const fault = random.pick(['event-delayed', 'table-down', 'killed', 'answer-lost', 'event-reordered']);
  const trouble: Fault = {
    kind: fault,
    from: begin - 5 * SECOND,
    until: begin + random.whole(30, 300) * SECOND,
    chance: random.pick([0.3, 0.7]),
    seconds: random.whole(5, 55),
  };
  return {
    userActions: [withToken(launch, 'a script', 'whole', `launches ${count}, all tagged`), ...taken.flat()],
    faults: [...(random.chance(0.6) ? [decided] : []), ...(random.chance(0.5) ? [trouble] : [])],
  };
};

/** One of the cases above, chosen at random. */
export const confusingLaunch = (at: number, random: Random): ConfusingLaunch => {
  const kind = random.pick(['like-another', 'called-again', 'late', 'taken-meanwhile', 'mass-untagged']);
  switch (kind) {
    case 'like-another':
      return likeAnother(at, random);
    case 'called-again':
      return calledAgain(at, random);
    case 'late':
      return late(at, random);
    case 'taken-meanwhile':
      return takenMeanwhile(at, random);
    case 'mass-untagged':
      return massUntagged(at, random);
    default:
      return kind satisfies never;
  }
};
