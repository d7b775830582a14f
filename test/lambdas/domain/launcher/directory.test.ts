import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  type DirectoryUser,
  planDirectory,
  type User,
} from '../../../../lambdas/domain/launcher/directory.ts';
import { aDirectoryUser, TOPIC_PREFIX } from '../../a-directory-user.ts';
import { at, textAt } from '../../at.ts';

const DAY = 24 * 60;
const plan = (users: readonly User[], kept: readonly DirectoryUser[] = []) =>
  planDirectory(users, kept, TOPIC_PREFIX, at(0));

const bob = aDirectoryUser('bob@ucsc.edu', 'AIDA1', textAt(-DAY));
const BOB = { userName: 'bob@ucsc.edu', userId: 'AIDA1' };

describe('a user who appears', () => {
  test('is saved with a topic, and invited', () => {
    const fresh = aDirectoryUser('bob@ucsc.edu', 'AIDA1');
    expect(plan([BOB])).toEqual({ toSave: [fresh], toInvite: [fresh], toRemove: [] });
  });

  test.each(['ci-robot', 'bob@localhost', 'a,b@ucsc.edu', '@ucsc.edu', 'bob@', 'bob@@ucsc.edu', 'bob@ucsc.'])(
    'whose name is no address is kept without a topic: %s',
    (userName) => {
      expect(plan([{ userName, userId: 'AIDA2' }])).toEqual({
        toSave: [{ userName, userId: 'AIDA2', topicArn: null, askedAt: null }],
        toInvite: [],
        toRemove: [],
      });
    },
  );

  test('under the name of a user who is gone takes over the topic and the time of the invitation', () => {
    const again = { ...bob, userId: 'AIDA7' };
    const { toSave, toInvite, toRemove } = plan([{ ...BOB, userId: 'AIDA7' }], [bob]);
    expect({ toSave, toInvite }).toEqual({ toSave: [again], toInvite: [] });
    expect(toRemove).toEqual([{ ...bob, topicArn: null }]);
  });
});

test('a user who is in the directory already is left alone', () => {
  expect(plan([BOB], [bob])).toEqual({ toSave: [], toInvite: [], toRemove: [] });
});

test.each([
  ['never', null, 1],
  ['a week ago', textAt(-7 * DAY), 1],
  ['less than a week ago', textAt(-7 * DAY, 1), 0],
  ['an hour ago, because that run may have broken off', textAt(-60), 1],
  ['a few minutes ago, by a run that may still be going on', textAt(-9), 0],
  ['more than two hours ago', textAt(-131), 0],
])('SNS may be asked again for a person whom it was asked for %s', (_when, askedAt, times) => {
  const kept = { ...bob, askedAt };
  expect(plan([BOB], [kept])).toEqual({ toSave: [], toInvite: Array(times).fill(kept), toRemove: [] });
});

test('a user who is gone is removed, with the topic', () => {
  expect(plan([BOB], [bob, aDirectoryUser('ann@ucsc.edu', 'AIDA2')]).toRemove).toEqual([
    aDirectoryUser('ann@ucsc.edu', 'AIDA2'),
  ]);
});

test('a renamed user gets another topic, and is invited at the new address', () => {
  const renamed = aDirectoryUser('robert@ucsc.edu', 'AIDA1');
  expect(plan([{ userName: 'robert@ucsc.edu', userId: 'AIDA1' }], [bob])).toEqual({
    toSave: [renamed],
    toInvite: [renamed],
    toRemove: [bob],
  });
});

test('two users who swap their names keep both topics', () => {
  const ann = aDirectoryUser('ann@ucsc.edu', 'AIDA2', textAt(-DAY));
  const { toSave, toRemove } = plan(
    [
      { userName: 'ann@ucsc.edu', userId: 'AIDA1' },
      { userName: 'bob@ucsc.edu', userId: 'AIDA2' },
    ],
    [bob, ann],
  );
  expect(toSave).toEqual([
    { ...ann, userId: 'AIDA1' },
    { ...bob, userId: 'AIDA2' },
  ]);
  expect(toRemove.map(({ topicArn }) => topicArn)).toEqual([null, null]);
});

describe('a list that lacks too many is not believed', () => {
  const some = (count: number) =>
    Array.from({ length: count }, (_, index) => aDirectoryUser(`user-${index}@ucsc.edu`, `AIDA${index}`));
  const refused = { name: 'TooManyUsersGone' };

  test.each([
    ['the only user is gone', 1, 0],
    ['eleven of 54 are gone', 54, 43],
    ['both of two users are replaced', 2, 0],
    ['all twelve users are replaced', 12, 0],
  ])('%s', (_what, count, left) => {
    const kept = some(count);
    const stranger = left === 0 && count > 1 ? [{ userName: 'eve@ucsc.edu', userId: 'AIDAEVE' }] : [];
    expect(() => plan([...kept.slice(0, left), ...stranger], kept)).toThrow(expect.objectContaining(refused));
  });

  test.each([
    ['ten of eleven are gone', 11, 1],
    ['eleven of 55 are gone: a fifth', 55, 44],
  ])('%s: believed', (_what, count, left) => {
    expect(plan(some(count).slice(0, left), some(count)).toRemove).toHaveLength(count - left);
  });

  test('new names for everybody are believed', () => {
    const renamed = some(50).map(({ userId }) => ({ userName: `new-${userId}@ucsc.edu`, userId }));
    expect(plan(renamed, some(50)).toSave).toHaveLength(50);
  });

  test('the error says how many are missing', () => {
    expect(() => plan(some(54).slice(11), some(54))).toThrow(/11 of the 54 users.*nothing is changed/);
  });

  test('an empty list changes nothing if the directory is empty', () => {
    expect(plan([])).toEqual({ toSave: [], toInvite: [], toRemove: [] });
  });
});

test('property: after the plan, the directory holds the existing users, and nothing is left to do', () => {
  const names = fc.constantFrom('a@x.edu', 'A@x.edu', 'a-b@x.edu', 'a.b@x.edu', 'robot');
  const ids = fc.constantFrom('AIDA1', 'AIDA2', 'AIDA3', 'AIDA4', 'AIDA5');
  const someUsers = fc
    .tuple(fc.uniqueArray(names, { minLength: 1 }), fc.uniqueArray(ids, { minLength: 5 }))
    .map(([userNames, userIds]) =>
      userNames.map((userName, index) => ({ userName, userId: userIds[index] ?? '' })),
    );
  fc.assert(
    fc.property(someUsers, someUsers, (before, after) => {
      // That none of several is left is refused.
      fc.pre(before.length === 1 || before.some((one) => after.some(({ userId }) => userId === one.userId)));
      const kept = before.map(({ userName, userId }) => aDirectoryUser(userName, userId, textAt(0)));
      const { toSave, toRemove } = plan(after, kept);
      const byName = new Map([...kept, ...toSave].map((user) => [user.userName, user]));
      for (const { userName, userId } of toRemove)
        if (byName.get(userName)?.userId === userId) byName.delete(userName);
      const then = [...byName.values()];
      expect(plan(after, then)).toMatchObject({ toSave: [], toRemove: [] });
      expect(new Set(then.map(({ userName, userId }) => `${userName} ${userId}`))).toEqual(
        new Set(after.map(({ userName, userId }) => `${userName} ${userId}`)),
      );
      const removed = toRemove.flatMap(({ topicArn }) => topicArn ?? []);
      expect(then.filter(({ topicArn }) => removed.some((one) => one === topicArn))).toEqual([]);
    }),
  );
});
