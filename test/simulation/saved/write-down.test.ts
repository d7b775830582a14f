import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../faults/fault.ts';
import { type Act, idOf } from '../history/act.ts';
import { userActionOfAct, userActionOfRecord } from '../history/user-action.ts';
import { minute } from '../some-observations.ts';
import { SECOND } from '../time.ts';
import { type History, scriptOfHistory } from './history.ts';
import { shrink } from './shrink.ts';
import { writeDown } from './write-down.ts';

const launch: Act = {
  at: minute(1),
  does: 'launch',
  in: '238605363322 us-west-2',
  by: { is: 'user', user: 'ann@ucsc.edu' },
  name: 'many',
  count: 2,
};
const userActions = [userActionOfAct(launch)];
const fault: Fault = { kind: 'throttled', from: minute(0), until: minute(60), chance: 0.5, seconds: 0 };
const address = `238605363322 check: ec2:Describe: instance ${idOf('many 1')}`;
const anAttempt = (minutes: number, hasStruck = true) => ({ at: minute(minutes), address, fault, hasStruck });

const faultsOf = (...attempts: readonly ReturnType<typeof anAttempt>[]) =>
  writeDown('', { setting: 'usual', userActions, faults: [fault] }, { attempts, delays: [] }).faults;

describe('each strike of a fault is written with its address and a window around it', () => {
  const on = '238605363322 check: ec2:Describe: instance {many 1}';
  const window = (from: number, until: number) => ({
    kind: 'throttled',
    from: minute(from) - 2 * SECOND,
    until: minute(until) + 2 * SECOND,
    seconds: 0,
    on,
  });

  test('strikes that are close together share a window', () => {
    expect(faultsOf(anAttempt(5), anAttempt(6), anAttempt(30), anAttempt(40, false))).toEqual([
      window(5, 6),
      window(30, 30),
    ]);
  });

  test('a window never contains a call that was not struck', () => {
    expect(faultsOf(anAttempt(5), anAttempt(5.5, false), anAttempt(6))).toEqual([window(5, 5), window(6, 6)]);
    const close = { ...anAttempt(5), at: minute(5) + SECOND, hasStruck: false };
    expect(faultsOf(anAttempt(5), close)).toEqual([
      { ...window(5, 5), from: minute(5), until: minute(5) + 1 },
    ]);
  });

  test('a fault that struck every time is written as it is, without a chance', () => {
    expect(faultsOf(anAttempt(5), anAttempt(6))).toEqual([
      { kind: 'throttled', from: minute(0), until: minute(60), seconds: 0 },
    ]);
  });
});

test('a written fault strikes only the address that it struck before', () => {
  const history = writeDown(
    '',
    { setting: 'usual', userActions, faults: [fault] },
    { attempts: [anAttempt(5), anAttempt(40, false)], delays: [] },
  );
  const { faults } = scriptOfHistory(history);
  expect(faults).toEqual([expect.objectContaining({ chance: 1, on: address })]);
});

test('a user action that no act describes is written as its record', () => {
  const record = userActionOfAct(launch).entry.record;
  const [written] = writeDown(
    '',
    { setting: 'usual', userActions: [userActionOfRecord(record, 'a launch')], faults: [] },
    { attempts: [], delays: [] },
  ).userActions;
  expect(written).toEqual({ does: 'record', note: 'a launch', record });
});

test('what does not matter for what a history shows is left out', async () => {
  const tagged = (name: string): Act => ({
    ...launch,
    name,
    count: 3,
    tags: { Name: 'a run', Owner: '' },
    isSpot: true,
  });
  const history = {
    shows: 'a fault',
    setting: 'usual',
    userActions: ['a', 'b', 'c', 'd', 'e'].map(tagged),
    faults: [1, 2, 3].map((minutes) => ({
      kind: 'killed' as const,
      from: minute(minutes),
      until: minute(9),
    })),
    delays: [{ at: minute(1), on: 'aws.tag', seconds: 4 }],
  } as const;
  const smallest = await shrink(
    {
      ...history,
      userActions: [...history.userActions],
      faults: [...history.faults],
      delays: [...history.delays],
    },
    async ({ userActions: those, faults }) =>
      those.some((act) => act.does === 'launch' && act.name === 'd' && act.tags?.Owner === '') &&
      faults.some(({ from }) => from === minute(2)),
  );
  expect(smallest.userActions).toEqual([{ ...launch, name: 'd', count: 1, tags: { Owner: '' } }]);
  expect(smallest.faults).toEqual([history.faults[1]]);
  expect(smallest.delays).toEqual([]);
});

test('a launch is made no smaller than what names its instances', async () => {
  const two: Act = { ...launch, name: 'two', count: 2 };
  const ended: Act = { at: minute(5), does: 'terminate', in: launch.in, by: launch.by, instances: ['two 1'] };
  const history: History = { shows: 'a fault', setting: 'usual', userActions: [two, ended], faults: [] };
  const smallest = await shrink(history, async ({ userActions: those }) => those.length === 2);
  expect(smallest.userActions).toEqual([two, ended]);
});
