import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createHandler } from '../../../lambdas/directory/handler.ts';
import { TOPIC_PREFIX, topicOf } from '../a-directory-user.ts';
import { aLog } from '../a-log.ts';
import { at } from '../at.ts';
import { anAws } from './an-aws.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: at(0) });
});
afterEach(() => {
  jest.useRealTimers();
});

const DAY = 24 * 60;
const BOB = { userName: 'bob@ucsc.edu', userId: 'AIDA1' };
const ANN = { userName: 'ann@ucsc.edu', userId: 'AIDA2' };
const ROBOT = { userName: 'ci-robot', userId: 'AIDA3' };

const aDirectory = () => {
  const aws = anAws();
  const log = aLog();
  /** `meanwhile` runs once a run has its list of users, before it changes anything. */
  const gateway = { users: [BOB, ANN, ROBOT], meanwhile: async () => {} };
  const refresh = createHandler(
    {
      TABLE_NAME: 'a-table',
      DIRECTORY_ROLE_NAME: 'tag-enforcement-directory',
      GATEWAY_ACCOUNT_ID: '652235167018',
      PERSON_TOPIC_ARN_PREFIX: TOPIC_PREFIX,
    },
    {
      listUsers: async () => {
        const { users, meanwhile } = gateway;
        gateway.meanwhile = async () => {};
        await meanwhile();
        return users;
      },
      users: aws.users,
      topics: aws.topics,
      log,
    },
  );
  return { ...aws, refresh, gateway, log };
};

test('every person gets a topic and is asked to subscribe; every user is saved by name and id', async () => {
  const { refresh, asked, readers, ids, table } = aDirectory();
  await refresh();
  expect(asked()).toEqual(['subscribe bob@ucsc.edu', 'subscribe ann@ucsc.edu']);
  expect([...readers.keys()]).toEqual([topicOf('bob@ucsc.edu'), topicOf('ann@ucsc.edu')]);
  expect([...ids.values()]).toEqual([BOB, ANN, ROBOT]);
  expect([...table.keys()]).toEqual(['bob@ucsc.edu', 'ann@ucsc.edu', 'ci-robot']);
});

describe('nobody is subscribed twice', () => {
  test('if they have not answered: they are left alone for a week, even if the subscription is gone', async () => {
    const { refresh, readers, asked } = aDirectory();
    await refresh();
    jest.setSystemTime(at(4 * DAY));
    for (const topicArn of readers.keys()) readers.set(topicArn, 'none');
    await refresh();
    expect(asked()).toHaveLength(2);
    jest.setSystemTime(at(7 * DAY));
    await refresh();
    expect(asked()).toHaveLength(4);
    await refresh();
    expect(asked()).toHaveLength(4);
  });

  test.each(['confirmed', 'pending'] as const)('if their subscription is %s', async (state) => {
    const { refresh, readers, asked } = aDirectory();
    readers.set(topicOf('bob@ucsc.edu'), state);
    await refresh();
    jest.setSystemTime(at(30 * DAY));
    await refresh();
    expect(asked().filter((call) => call === 'subscribe bob@ucsc.edu')).toEqual([]);
  });

  test('by two runs at the same time', async () => {
    const { refresh, asked } = aDirectory();
    await Promise.all([refresh(), refresh()]);
    expect(asked()).toHaveLength(2);
  });
});

test('a removed user loses topic and items; a renamed user gets another topic', async () => {
  const { refresh, gateway, readers, ids, table, asked } = aDirectory();
  await refresh();
  gateway.users = [{ ...BOB, userName: 'robert@ucsc.edu' }, ROBOT];
  await refresh();
  expect([...readers.keys()]).toEqual([topicOf('robert@ucsc.edu')]);
  expect([...ids.values()]).toEqual([{ userName: 'robert@ucsc.edu', userId: 'AIDA1' }, ROBOT]);
  expect([...table.keys()]).toEqual(['ci-robot', 'robert@ucsc.edu']);
  expect(asked().at(-1)).toBe('subscribe robert@ucsc.edu');
});

describe('a run while another, newer one acts', () => {
  test('does not remove the topic of a new user with the same name', async () => {
    const { refresh, gateway, readers, table } = aDirectory();
    await refresh();
    gateway.users = [ANN, ROBOT];
    gateway.meanwhile = async () => {
      gateway.users = [{ ...BOB, userId: 'AIDA9' }, ANN, ROBOT];
      await refresh();
    };
    await refresh();
    expect(table.get('bob@ucsc.edu')).toMatchObject({ userId: 'AIDA9' });
    expect(readers.get(topicOf('bob@ucsc.edu'))).toBe('pending');
  });

  test('keeps the time at which the other run asked a user', async () => {
    const { refresh, gateway, table, asked } = aDirectory();
    gateway.meanwhile = refresh;
    await refresh();
    expect(table.get('bob@ucsc.edu')?.askedAt).toBe('2026-11-03T17:00:00Z');
    expect(asked()).toHaveLength(2);
  });
});

describe('the failure of one user', () => {
  test.each(['keep bob@ucsc.edu', 'subscribe bob@ucsc.edu'])(
    'does not stop the others, fails the run, and is repaired by the next run: %s',
    async (broken) => {
      const { refresh, breakAt, asked, readers, table, log } = aDirectory();
      breakAt.add(broken);
      await expect(refresh()).rejects.toMatchObject({
        name: 'DirectoryIncomplete',
        message: expect.stringContaining('1 users, first bob@ucsc.edu'),
        errors: [new Error(`broken at ${broken}`)],
      });
      expect(log.lines).toContain('user-not-updated');
      expect(asked()).toContain('subscribe ann@ucsc.edu');
      breakAt.clear();
      await refresh();
      expect(readers.get(topicOf('bob@ucsc.edu'))).toBe('pending');
      expect(table.get('bob@ucsc.edu')?.askedAt).not.toBeNull();
      expect(asked().filter((call) => call === 'subscribe ann@ucsc.edu')).toHaveLength(1);
    },
  );

  test('in removing them does not keep a new user of the name from getting a topic', async () => {
    const { refresh, gateway, breakAt, readers } = aDirectory();
    await refresh();
    gateway.users = [ANN, ROBOT];
    breakAt.add('forget bob@ucsc.edu');
    await expect(refresh()).rejects.toMatchObject({ name: 'DirectoryIncomplete' });
    expect(readers.has(topicOf('bob@ucsc.edu'))).toBe(false);
    breakAt.clear();
    gateway.users = [{ ...BOB, userId: 'AIDA9' }, ANN, ROBOT];
    await refresh();
    expect(readers.get(topicOf('bob@ucsc.edu'))).toBe('pending');
  });

  test('in removing them leaves nothing behind once it works again', async () => {
    const { refresh, gateway, breakAt, readers, table } = aDirectory();
    await refresh();
    gateway.users = [ANN, ROBOT];
    for (const broken of ['remove topic', 'forget bob@ucsc.edu']) {
      breakAt.add(broken);
      await expect(refresh()).rejects.toMatchObject({ name: 'DirectoryIncomplete' });
      expect(table.has('bob@ucsc.edu')).toBe(true);
      breakAt.clear();
    }
    await refresh();
    expect(table.has('bob@ucsc.edu')).toBe(false);
    expect(readers.has(topicOf('bob@ucsc.edu'))).toBe(false);
  });
});

test('an answer of IAM without users changes nothing', async () => {
  const { refresh, gateway, readers, table } = aDirectory();
  await refresh();
  gateway.users = [];
  await expect(refresh()).rejects.toMatchObject({ name: 'TooManyUsersGone' });
  expect(readers.size).toBe(2);
  expect(table.size).toBe(3);
});

test('a gateway account that never had users is logged', async () => {
  const { refresh, gateway, log, calls } = aDirectory();
  gateway.users = [];
  await refresh();
  expect(calls).toEqual([]);
  expect(log.lines).toContain('no-users');
});
