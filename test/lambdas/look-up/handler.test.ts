import { describe, expect, test } from '@jest/globals';
import type { OwnerChange } from '../../../lambdas/domain/launcher/look-up.ts';
import type { Identity } from '../../../lambdas/domain/record/identity.ts';
import type { Session } from '../../../lambdas/domain/record/session.ts';
import { createHandler } from '../../../lambdas/look-up/handler.ts';
import { aBatch, handedBack } from '../a-batch.ts';
import { aLaunchEvent } from '../a-launch-event.ts';
import { aLog } from '../a-log.ts';
import { anAssumeRoleEvent } from '../an-assume-role-event.ts';
import { anAssumeRoleRecord } from '../an-assume-role-record.ts';
import { anIamUser } from '../an-identity.ts';
import { inFakeTime } from '../in-fake-time.ts';

const KEY = 'ASIAXEXAMPLE00000001';
const session = anAssumeRoleEvent(KEY).detail;
const launch = aLaunchEvent({ instanceIds: ['i-1'] }).detail;

const aQuestion = (overrides: Readonly<Record<string, unknown>> = {}) => ({
  accountId: '422448306679',
  region: 'us-west-2',
  kind: 'access-key',
  resourceName: KEY,
  ...overrides,
});

type Recorded = Readonly<Record<string, readonly unknown[] | Error>>;

/** A CloudTrail with these records by Region: what it was asked, what was saved, and what was returned to the queue. */
const ask = async (
  questions: readonly unknown[],
  recorded: Recorded,
  deliveries = 1,
  wasAsked = false,
  waiting = 0,
) => {
  const asked: string[] = [];
  const sessions: Session[] = [];
  const callers: [string, Identity | null][] = [];
  const changes: [string, OwnerChange][] = [];
  const log = aLog();
  const handler = createHandler({
    lookUpEvents: async (accountId, region, name, nextToken = '0') => {
      asked.push(`${accountId} ${region} ${typeof name === 'string' ? name : JSON.stringify(name)}`);
      const records = recorded[region] ?? [];
      if (records instanceof Error) throw records;
      const end = Number(nextToken) + 50;
      return { records: records.slice(end - 50, end), nextToken: end < records.length ? String(end) : null };
    },
    countQuestions: async () => waiting,
    sessions: {
      find: async () => null,
      findAlike: async () => [],
      save: async (one) => void sessions.push(one),
    },
    callers: {
      find: async () => null,
      wasAsked: async () => wasAsked,
      save: async (...one) => void callers.push(one),
    },
    ownerChanges: { find: async () => null, save: async (...one) => void changes.push(one) },
    log,
  });
  const { result, took } = await inFakeTime(() => handler(aBatch(questions, deliveries)));
  return { asked, sessions, callers, changes, lines: log.lines, failed: handedBack(result), took };
};

test('all sessions of a role and name that began at an instant are looked up in both Regions, and saved', async () => {
  const start = anAssumeRoleRecord();
  const another = anAssumeRoleRecord({
    responseElements: { ...start.responseElements, credentials: { accessKeyId: 'ASIAOTHER' } },
  });
  const question = aQuestion({
    kind: 'session-start',
    resourceName: start.responseElements.assumedRoleUser.assumedRoleId,
    at: start.eventTime,
  });
  const later = anAssumeRoleRecord({ eventTime: '2026-11-03T15:58:03Z' });
  const { sessions, failed } = await ask([question], {
    'us-west-2': [start, later, launch],
    'us-east-1': [another],
  });
  expect(sessions.map(({ accessKeyId }) => accessKeyId)).toEqual([KEY, 'ASIAOTHER']);
  expect(failed).toEqual([]);
  expect((await ask([question], { 'us-west-2': [later] })).failed).toEqual(['message-0']);
});

test('if more calls were made at that instant than fit a page, no session is saved: another may fit too', async () => {
  const start = anAssumeRoleRecord();
  const question = aQuestion({
    kind: 'session-start',
    resourceName: start.responseElements.assumedRoleUser.assumedRoleId,
    at: start.eventTime,
  });
  const many = [start, ...Array(50).fill({ eventName: 'AssumeRole' })];
  const { sessions, failed } = await ask([question], { 'us-west-2': [start], 'us-east-1': many });
  expect(sessions).toEqual([]);
  expect(failed).toEqual(['message-0']);
});

describe('who got an access key', () => {
  test('is looked up in the Region of the launch, and saved', async () => {
    const { asked, sessions, failed } = await ask([aQuestion()], { 'us-west-2': [launch, session] });
    expect(asked).toEqual([`422448306679 us-west-2 ${KEY}`]);
    expect(sessions).toMatchObject([{ accessKeyId: KEY, caller: { principalId: 'AIDAXEXAMPLEBOB000001' } }]);
    expect(failed).toEqual([]);
  });

  test('is looked up in us-east-1 too, if it is not recorded there', async () => {
    const { asked, sessions, failed } = await ask([aQuestion()], { 'us-east-1': [session] });
    expect(asked.map((call) => call.split(' ')[1])).toEqual(['us-west-2', 'us-east-1']);
    expect(sessions).toHaveLength(1);
    expect(failed).toEqual([]);
  });

  test('is looked up once, if the launch was in us-east-1', async () => {
    const { asked, sessions } = await ask([aQuestion({ region: 'us-east-1' })], {});
    expect(asked).toHaveLength(1);
    expect(sessions).toEqual([]);
  });
});

test('who launched an instance is looked up in its Region only, and saved', async () => {
  const question = aQuestion({ kind: 'instance', resourceName: 'i-1' });
  const { asked, callers, failed } = await ask([question], { 'us-west-2': [launch] });
  expect(asked).toEqual(['422448306679 us-west-2 i-1']);
  expect(callers).toEqual([
    ['i-1', { ...anIamUser('bob@ucsc.edu', '422448306679'), userId: 'AIDAXEXAMPLEBOB000001' }],
  ]);
  expect(failed).toEqual([]);
  const elsewhere = await ask([question], { 'us-east-1': [launch] });
  expect(elsewhere).toMatchObject({ callers: [], failed: ['message-0'] });
  expect(elsewhere.asked).toHaveLength(1);
});

test('a Region that the look-up role does not reach has no answer, if it is not that of the launch', async () => {
  const denied = { 'eu-west-1': Object.assign(new Error(), { name: 'AccessDeniedException' }) };
  const question = aQuestion({ kind: 'instance', resourceName: 'i-1', region: 'eu-west-1' });
  const elsewhere = await ask([{ ...question, isElsewhere: true }], denied, 5);
  expect(elsewhere).toMatchObject({ failed: [], lines: ['look-up-unanswered'] });
  expect(await ask([question], denied, 5)).toMatchObject({
    failed: ['message-0'],
    lines: ['message-failed'],
  });
  const throttled = { 'eu-west-1': new Error('ThrottlingException') };
  expect((await ask([{ ...question, isElsewhere: true }], throttled, 5)).failed).toEqual(['message-0']);
});

describe('who created what launches instances', () => {
  const aCreation = (eventName: string, userName: string, eventTime: string, more: object) => ({
    eventTime,
    eventName,
    userIdentity: { type: 'IAMUser', userName, accountId: '652235167018' },
    ...more,
  });
  const group = aQuestion({ kind: 'group-creator', resourceName: 'workers' });
  const groupKey = 'group-creator 422448306679 us-west-2 workers ';
  const created = aCreation('CreateAutoScalingGroup', 'ann@ucsc.edu', '2026-10-01T00:00:00Z', {
    requestParameters: { autoScalingGroupName: 'workers' },
  });

  test('is looked up by the name of the call, and saved', async () => {
    const { asked, callers, failed } = await ask([group], { 'us-west-2': [launch, created] });
    expect(asked).toEqual(['422448306679 us-west-2 {"eventName":"CreateAutoScalingGroup","until":null}']);
    expect(callers).toMatchObject([[groupKey, { is: 'iam-user', userName: 'ann@ucsc.edu' }]]);
    expect(failed).toEqual([]);
  });

  test('is asked again if CloudTrail does not show it yet, and only by the question that asked first', async () => {
    const first = await ask([group], {});
    expect(first).toMatchObject({ callers: [[groupKey, null]], failed: ['message-0'] });
    const other = await ask([group], { 'us-west-2': [created] }, 1, true);
    expect(other).toMatchObject({ asked: [], callers: [], failed: [] });
    const again = await ask([group], { 'us-west-2': [created] }, 2, true);
    expect(again).toMatchObject({ callers: [[groupKey, { userName: 'ann@ucsc.edu' }]], failed: [] });
    expect(await ask([group], {}, 5, true)).toMatchObject({ callers: [[groupKey, null]], failed: [] });
  });

  describe('of a stack', () => {
    const at = '2026-11-03T17:00:00Z';
    const resourceName = 'arn:aws:cloudformation:us-west-2:422448306679:stack/web/1b2c3d4e';
    const stack = aQuestion({ kind: 'stack-creator', resourceName, at });
    const ofWeb = { requestParameters: { stackName: 'web' } };

    test('is who made the last of the three calls that deploy it', async () => {
      const { asked, callers } = await ask([stack], {
        'us-west-2': [
          aCreation('ExecuteChangeSet', 'bob@ucsc.edu', '2026-11-03T16:58:00Z', ofWeb),
          aCreation('CreateStack', 'ann@ucsc.edu', '2026-11-03T16:50:00Z', ofWeb),
        ],
      });
      expect(asked).toEqual(
        ['CreateStack', 'UpdateStack', 'ExecuteChangeSet'].map(
          (eventName) => `422448306679 us-west-2 {"eventName":"${eventName}","until":"${at}"}`,
        ),
      );
      expect(callers).toMatchObject([
        [`stack-creator 422448306679 us-west-2 ${resourceName} ${at}`, { userName: 'bob@ucsc.edu' }],
      ]);
    });

    test('is believed last if it deployed long before: CloudTrail may not show a later call yet', async () => {
      const old = { 'us-west-2': [aCreation('CreateStack', 'ann@ucsc.edu', '2026-11-03T15:00:00Z', ofWeb)] };
      expect(await ask([stack], old, 4)).toMatchObject({
        callers: [[expect.anything(), null]],
        failed: ['message-0'],
      });
      expect(await ask([stack], old, 5)).toMatchObject({
        callers: [[expect.anything(), { userName: 'ann@ucsc.edu' }]],
        failed: [],
      });
    });

    test('is not looked for longer than the function has time', async () => {
      const { asked, took } = await ask([stack], { 'us-west-2': Array(900).fill(launch) });
      expect(asked).toHaveLength(21);
      expect(took).toBe(23_100);
    });
  });
});

describe('what CloudTrail shows only after later calls', () => {
  const question = aQuestion({ kind: 'instance', resourceName: 'i-1' });
  const launchBefore = (calls: number) => ({
    'us-west-2': [...Array(calls).fill({ eventName: 'StopInstances' }), launch],
  });

  test('is read page by page, until the launch is found', async () => {
    const { asked, callers, failed } = await ask([question], launchBefore(120));
    expect(asked).toHaveLength(3);
    expect(callers).toHaveLength(1);
    expect(failed).toEqual([]);
  });

  test('is not read further than the function has time for', async () => {
    const { asked, callers, took } = await ask([question], launchBefore(700));
    expect(asked).toHaveLength(11);
    expect(callers).toEqual([]);
    expect(took).toBe(12_100);
  });
});

describe('a question without an answer', () => {
  test('is delivered again, since records arrive late, and no error is logged', async () => {
    const { failed, lines } = await ask([aQuestion()], {}, 4);
    expect(failed).toEqual(['message-0']);
    expect(lines).toEqual(['look-up-unanswered']);
  });

  test('is done after the fifth delivery', async () => {
    const { failed, lines } = await ask([aQuestion()], {}, 5);
    expect(failed).toEqual([]);
    expect(lines).toEqual(['look-up-unanswered']);
  });
});

test('a throttled question is delivered again, however often, and the rest of the batch is asked', async () => {
  const questions = [aQuestion(), aQuestion({ region: 'eu-west-1' })];
  const recorded = { 'us-west-2': new Error('ThrottlingException'), 'eu-west-1': [session] };
  const { failed, sessions, lines } = await ask(questions, recorded, 7);
  expect(failed).toEqual(['message-0']);
  expect(sessions).toHaveLength(1);
  expect(lines).toEqual(['message-failed', 'look-up-answered']);
});

describe('a question about a creation', () => {
  const question = aQuestion({ isOfCreation: true });

  test('is answered as any other', async () => {
    const { sessions, lines } = await ask([question], { 'us-west-2': [session] });
    expect(sessions).toMatchObject([{ accessKeyId: KEY }]);
    expect(lines).toEqual(['look-up-answered']);
  });

  test('waits while one of launches waits, and is given up in the end', async () => {
    const recorded = { 'us-west-2': [session] };
    const deferred = { asked: [], sessions: [], lines: ['look-up-deferred'] };
    expect(await ask([question], recorded, 1, false, 1)).toMatchObject({
      ...deferred,
      failed: ['message-0'],
    });
    expect(await ask([question], recorded, 5, false, 1)).toMatchObject({ ...deferred, failed: [] });
    expect((await ask([aQuestion()], recorded, 1, false, 1)).sessions).toHaveLength(1);
  });

  test('is asked once, whatever CloudTrail shows, and again only if that failed', async () => {
    expect(await ask([question], {})).toMatchObject({ failed: [], lines: ['look-up-unanswered'] });
    expect((await ask([question], { 'us-west-2': new Error('ThrottlingException') })).failed).toEqual([
      'message-0',
    ]);
  });

  test('reads one page of each Region, which leaves the function a quarter of its time', async () => {
    const many = Array(300).fill(launch);
    const { asked, took } = await ask([question], { 'us-west-2': many, 'us-east-1': many });
    expect([asked.length, took]).toEqual([2, 22_000]);
  });
});

test('of both kinds of questions, two runs each make two calls a second at most', async () => {
  const pause = async (question: unknown) => {
    const { asked, took } = await ask(Array(3).fill(question), {});
    return took / asked.length;
  };
  const [launches, creations] = [await pause(aQuestion()), await pause(aQuestion({ isOfCreation: true }))];
  expect(2 * (1000 / launches + 1000 / creations)).toBeCloseTo(2);
});

test('a question of another shape fails alone', async () => {
  const { asked, failed } = await ask([aQuestion({ kind: 'user' }), aQuestion()], { 'us-west-2': [session] });
  expect(failed).toEqual(['message-0']);
  expect(asked).toHaveLength(1);
});
