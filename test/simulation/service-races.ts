import { type Caller, consoleSession, instanceSession } from '../../local/sample/identity.ts';
import { instanceIdsOf, type SampleLaunch } from '../../local/sample/launches.ts';
import { tagged } from '../../local/sample/user-actions.ts';
import type { Fault } from './faults/fault.ts';
import { untagged } from './history/calls.ts';
import { recordOfLaunch } from './history/launch.ts';
import { PEOPLE, PLACES } from './history/places.ts';
import { type UserAction, userActionOfRecord } from './history/user-action.ts';
import type { Random } from './random.ts';
import { MINUTE, SECOND, timeOfDay } from './time.ts';

type Race = { readonly userActions: UserAction[]; readonly faults: Fault[] };

/** The time from a launch to its first check. */
const CHECKED_AFTER = 2 * MINUTE;

const launchAt = (at: number, name: string, random: Random, tags: SampleLaunch['tags'], caller?: Caller) => {
  const user = random.pick(PEOPLE);
  const place = random.weigh(PLACES);
  const launch: SampleLaunch = {
    at: timeOfDay(at),
    place,
    caller: caller ?? consoleSession(place.accountId, user),
    name,
    instanceType: 'c6i.large',
    count: random.whole(1, 2),
    ...(tags ? { tags } : {}),
  };
  return { launch, user };
};

const fault = (kind: Fault['kind'], from: number, until: number, more: Partial<Fault> = {}): Fault => ({
  kind,
  from,
  until,
  chance: 1,
  seconds: 0,
  ...more,
});

/** Somebody writes an Owner of their own while the service, which saw a near miss, is throttled. */
const overtaken = (at: number, random: Random): Race => {
  const tags = { owner: random.pick(PEOPLE) };
  const { launch } = launchAt(at, 'overtaken', random, tags);
  const seconds = random.whole(10, 30);
  const from = at + CHECKED_AFTER;
  const taggedAt = from + random.whole(1, seconds) * SECOND;
  const Owner = random.pick([...PEOPLE, 'shared', 'Bobbie']);
  return {
    userActions: [
      userActionOfRecord(recordOfLaunch(launch), `a launch with ${JSON.stringify(tags)}`),
      userActionOfRecord(
        tagged({ ...launch, at: timeOfDay(taggedAt) }, instanceIdsOf(launch), { Owner }),
        `Owner=${Owner}`,
      ),
    ],
    faults: [fault('write-late', from - MINUTE, from + 2 * MINUTE, { seconds, fn: 'repair' })],
  };
};

/** A tool removes the Owner every few minutes, and leaves the near miss of the launch. */
const stubborn = (at: number, random: Random): Race => {
  const { launch, user } = launchAt(at, 'stubborn', random, { owner: random.pick(PEOPLE) });
  const every = random.whole(4, 9) * MINUTE;
  const ids = instanceIdsOf(launch);
  return {
    userActions: [
      userActionOfRecord(recordOfLaunch(launch), 'a launch with a near miss'),
      ...Array.from({ length: 6 }, (_, index) => {
        const when = timeOfDay(at + (index + 1) * every);
        return userActionOfRecord(
          untagged({ ...launch, at: when }, ids, 'Owner'),
          `a tool of ${user} takes Owner off`,
        );
      }),
    ],
    faults: [],
  };
};

/** A launch of two with one invalid Owner, and perhaps an unknown launcher: several mails, some of which SNS refuses at first. */
const unequal = (at: number, random: Random): Race => {
  const tags = random.chance(0.5) ? {} : { Name: 'unequal' };
  const { launch, user } = launchAt(at, 'unequal', random, tags);
  const session = consoleSession(launch.place.accountId, random.chance(0.5) ? user : 'somebody');
  const unknown = { ...launch, caller: session, count: 2 };
  const [first = ''] = instanceIdsOf(unknown);
  const invalid = { Owner: 'Bobbie' };
  // A later record leaves less time between the warning and the deadline.
  const seconds = random.whole(120, 480);
  const from = at + seconds * SECOND;
  return {
    userActions: [
      userActionOfRecord(recordOfLaunch(unknown), 'a launch of two'),
      userActionOfRecord(
        tagged({ ...unknown, at: timeOfDay(at + 30 * SECOND) }, [first], invalid),
        'an invalid Owner on one',
      ),
    ],
    faults: [
      fault('event-delayed', at - SECOND, at + SECOND, { seconds }),
      fault('sns-down', from, from + random.whole(3, 6) * MINUTE, {
        chance: random.pick([0.5, 0.7, 0.9]),
        fn: 'publish',
      }),
    ],
  };
};

/** A leader with an Owner launches workers, and for some minutes no AWS call shows the leader. */
const unseenLeader = (at: number, random: Random): Race => {
  const Owner = random.pick(PEOPLE);
  const { launch: leader } = launchAt(at, 'leader', random, { Owner });
  const [leaderId = ''] = instanceIdsOf(leader);
  const from = at + random.whole(1, 4) * MINUTE;
  const caller = instanceSession(leader.place.accountId, leaderId);
  const { launch } = launchAt(from, 'workers', random, undefined, caller);
  const workers = { ...launch, place: leader.place };
  return {
    userActions: [
      userActionOfRecord(recordOfLaunch(leader), `a leader ${leaderId} of ${Owner}`),
      userActionOfRecord(recordOfLaunch(workers), 'launches workers'),
    ],
    faults: [
      fault('origin-unseen', from, from + random.whole(3, 11) * MINUTE, { chance: random.pick([0.8, 1]) }),
    ],
  };
};

/** A person acts while an AWS service is slow, fails, or does not show what the person did. */
export const race = (at: number, random: Random): Race =>
  random.pick([overtaken, stubborn, unequal, unseenLeader])(at, random);
