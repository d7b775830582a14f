import { describe, expect, test } from '@jest/globals';
import { notReached, toStrangers, wrongTopics } from './invariants/of-person.ts';
import type { InstanceHistory, Observations, UserHistory } from './observed/seen.ts';
import { GATEWAY } from './settings.ts';
import {
  aMail,
  anInjection,
  anInstanceHistory,
  minute,
  someObservations,
  tagged,
} from './some-observations.ts';

/** A user, with the names that they have had and the minute since which they have had each. */
const aUser = (
  userId: string,
  names: readonly (readonly [string, number])[],
  until?: number,
): UserHistory => ({
  userId,
  names: names.map(([name, from]) => ({ name, from: minute(from) })),
  until: until === undefined ? Number.POSITIVE_INFINITY : minute(until),
});
const ANN = aUser('AIDAANN', [['ann@ucsc.edu', -60]]);
const RENAMED = aUser('AIDAANN', [
  ['ann@ucsc.edu', -60],
  ['ann-jones@ucsc.edu', 5],
]);
const BY_ID: InstanceHistory['caller'] = { name: 'botocore-session-1', userIds: ['AIDAANN'] };

const rules = (found: readonly { readonly invariant: string }[]) => found.map(({ invariant }) => invariant);

describe('a mail about an instance', () => {
  const to = (
    reader: string,
    minutes: number,
    instance: Partial<InstanceHistory> = {},
    observed: Partial<Observations> = {},
  ) =>
    rules(
      toStrangers(
        aMail(minutes, 'warned', { readers: [reader] }),
        someObservations([anInstanceHistory(instance)], observed),
      ),
    );

  test('goes to nobody who has nothing to do with the instance', () => {
    const users = [ANN, aUser('AIDABOB', [['bob@ucsc.edu', -60]])];
    expect(to('ann@ucsc.edu', 2, {}, { users })).toEqual([]);
    expect(to('bob@ucsc.edu', 2, {}, { users })).toEqual(['addressed']);
    expect(to('bob@ucsc.edu', 2, { caller: BY_ID }, { users })).toEqual(['addressed']);
  });

  test('goes to the current address of the launcher, and for a while to the former one', () => {
    const instance = { caller: BY_ID };
    const users = [RENAMED];
    expect(to('ann-jones@ucsc.edu', 10, instance, { users })).toEqual([]);
    expect(to('ann@ucsc.edu', 10, instance, { users })).toEqual([]);
    expect(to('ann@ucsc.edu', 25, instance, { users })).toEqual(['addressed']);
    // The directory may not know the new name.
    expect(to('ann@ucsc.edu', 25, instance, { users, injections: [anInjection(6)] })).toEqual([]);
  });

  test('goes to nobody where two people opened the session, unless a fault hid one of them', () => {
    const users = [ANN, aUser('AIDABOB', [['bob@ucsc.edu', -60]])];
    const caller = { name: null, userIds: ['AIDAANN', 'AIDABOB'], isOneOfSeveral: true };
    expect(to('ann@ucsc.edu', 2, { caller }, { users })).toEqual(['addressed']);
    expect(to('ann@ucsc.edu', 2, { caller }, { users, injections: [anInjection(1)] })).toEqual([]);
    expect(to('ann@ucsc.edu', 2, { caller: { name: null, userIds: [] } }, { users })).toEqual(['addressed']);
  });

  test('goes to the Owner of the instance that launched it', () => {
    const parent = anInstanceHistory({ instanceId: 'i-0b', tags: [tagged(0, { Owner: 'bob@ucsc.edu' })] });
    const child = anInstanceHistory({ parentId: 'i-0b', caller: { name: 'i-0b', userIds: [] } });
    const found = (reader: string) =>
      rules(toStrangers(aMail(2, 'warned', { readers: [reader] }), someObservations([child, parent])));
    expect(found('bob@ucsc.edu')).toEqual([]);
    expect(found('ann@ucsc.edu')).toEqual([]);
    expect(found('eve@ucsc.edu')).toEqual(['addressed']);
  });
});

test('a mail about an instance of a group goes to who created the group, and to nobody else', () => {
  const users = [ANN, aUser('AIDABOB', [['bob@ucsc.edu', -60]])];
  const autoScaling = { caller: { name: null, userIds: [] }, groupName: 'workers', groupCreator: BY_ID };
  const found = (reader: string) =>
    rules(
      toStrangers(
        aMail(2, 'warned', { readers: [reader] }),
        someObservations([anInstanceHistory(autoScaling)], { users }),
      ),
    );
  expect(found('ann@ucsc.edu')).toEqual([]);
  expect(found('bob@ucsc.edu')).toEqual(['addressed']);
});

describe('the launcher of an instance', () => {
  const managers = aMail(2, 'warned', { readers: ['pm@ucsc.edu'] });
  const missed = (instance: Partial<InstanceHistory>, observed: Partial<Observations>) =>
    rules(
      notReached(
        someObservations([anInstanceHistory(instance)], { mails: [managers], users: [ANN], ...observed }),
      ),
    );

  test('gets the warning', () => {
    expect(missed({}, {})).toEqual(['addressed']);
    expect(missed({}, { mails: [managers, aMail(2, 'warned')] })).toEqual([]);
    expect(missed({ caller: BY_ID }, {})).toEqual(['addressed']);
  });

  test('need not get it if they are renamed, deleted or unknown', () => {
    const users = [
      aUser('AIDAANN', [
        ['ann@ucsc.edu', -60],
        ['ann-jones@ucsc.edu', -10],
      ]),
    ];
    expect(missed({}, { users })).toEqual([]);
    expect(missed({ caller: BY_ID }, { users })).toEqual(['addressed']);
    expect(missed({ caller: { name: 'somebody', userIds: [] } }, {})).toEqual([]);
    expect(missed({}, { users: [aUser('AIDAANN', [['ann@ucsc.edu', -60]], 1)] })).toEqual([]);
  });

  test('need not get it if a fault struck before', () => {
    expect(missed({}, { injections: [anInjection(1)] })).toEqual([]);
    expect(missed({}, { injections: [anInjection(1, { accountId: GATEWAY })] })).toEqual([]);
    expect(missed({}, { injections: [anInjection(9)] })).toEqual(['addressed']);
    expect(missed({}, { injections: [anInjection(1, { accountId: '422448306679' })] })).toEqual([
      'addressed',
    ]);
  });
});

describe('topics of persons', () => {
  const found = (
    users: readonly UserHistory[],
    readers: readonly string[],
    end: number,
    observed: Partial<Observations> = {},
  ) =>
    wrongTopics(
      someObservations([], {
        users: [...users],
        personTopics: new Map(readers.map((one) => [one, 'topic'])),
        ...observed,
      }),
      minute(end),
    ).map(({ what }) => what);

  test('exist for exactly the users that exist', () => {
    expect(found([RENAMED], ['ann-jones@ucsc.edu'], 9)).toEqual([]);
    expect(found([RENAMED], ['ann@ucsc.edu'], 9)).toEqual([
      'ann-jones@ucsc.edu is a user, and has no topic',
      'ann@ucsc.edu has a topic, and is no user',
    ]);
    expect(found([aUser('AIDAANN', [['ann@ucsc.edu', -60]], 5)], ['ann@ucsc.edu'], 9)).toHaveLength(1);
    // A name that is no e-mail address needs no topic.
    expect(found([aUser('AIDAANN', [['ann', -60]])], [], 9)).toEqual([]);
  });

  test('change within minutes, or at the next hour if a fault struck', () => {
    expect(found([RENAMED], ['ann@ucsc.edu'], 7)).toEqual([]);
    const injections = [anInjection(6, { accountId: GATEWAY })];
    expect(found([RENAMED], ['ann@ucsc.edu'], 50, { injections })).toEqual([]);
    expect(found([RENAMED], ['ann@ucsc.edu'], 62, { injections })).toHaveLength(2);
    expect(found([RENAMED], ['ann@ucsc.edu'], 9, { injections: [anInjection(4)] })).toHaveLength(2);
  });
});
