import { describe, expect, test } from '@jest/globals';
import { minute } from '../a-seen.ts';
import type { Fault } from '../faults/fault.ts';
import { type Act, idOf } from '../history/act.ts';
import { deedOf, deedOfAct } from '../history/deed.ts';
import { SECOND } from '../time.ts';
import { scriptOfHistory } from './history.ts';
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
const deeds = [deedOfAct(launch)];
const fault: Fault = { kind: 'throttled', from: minute(0), until: minute(60), chance: 0.5, seconds: 0 };
const address = `238605363322 check: ec2:Describe: instance ${idOf('many 1')}`;
const stroke = (minutes: number, isStruck = true) => ({ at: minute(minutes), address, fault, isStruck });

const faultsOf = (...strokes: readonly ReturnType<typeof stroke>[]) =>
  writeDown('', { setting: 'usual', deeds, faults: [fault] }, { strokes, delays: [] }).faults;

describe('each stroke of a fault is written with its address and a window around it', () => {
  const on = '238605363322 check: ec2:Describe: instance {many 1}';
  const window = (from: number, until: number) => ({
    kind: 'throttled',
    from: minute(from) - 2 * SECOND,
    until: minute(until) + 2 * SECOND,
    seconds: 0,
    on,
  });

  test('those close to each other together', () => {
    expect(faultsOf(stroke(5), stroke(6), stroke(30), stroke(40, false))).toEqual([
      window(5, 6),
      window(30, 30),
    ]);
  });

  test('but not over one that was spared', () => {
    expect(faultsOf(stroke(5), stroke(5.5, false), stroke(6))).toEqual([window(5, 5), window(6, 6)]);
    const close = { ...stroke(5), at: minute(5) + SECOND, isStruck: false };
    expect(faultsOf(stroke(5), close)).toEqual([{ ...window(5, 5), from: minute(5), until: minute(5) + 1 }]);
  });

  test('one that spared nothing as it is, without a chance', () => {
    expect(faultsOf(stroke(5), stroke(6))).toEqual([
      { kind: 'throttled', from: minute(0), until: minute(60), seconds: 0 },
    ]);
  });
});

test('a written fault strikes again what it struck, and nothing else', () => {
  const history = writeDown(
    '',
    { setting: 'usual', deeds, faults: [fault] },
    { strokes: [stroke(5), stroke(40, false)], delays: [] },
  );
  const { faults } = scriptOfHistory(history);
  expect(faults).toEqual([expect.objectContaining({ chance: 1, on: address })]);
});

test('what no act stands for is written as its record', () => {
  const record = deedOfAct(launch).entry.record;
  const [written] = writeDown(
    '',
    { setting: 'usual', deeds: [deedOf(record, 'a launch')], faults: [] },
    { strokes: [], delays: [] },
  ).deeds;
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
    shows: '',
    setting: 'usual',
    deeds: ['a', 'b', 'c', 'd', 'e'].map(tagged),
    faults: [1, 2, 3].map((minutes) => ({
      kind: 'killed' as const,
      from: minute(minutes),
      until: minute(9),
    })),
    delays: [{ at: minute(1), on: 'aws.tag', seconds: 4 }],
  } as const;
  const smallest = await shrink(
    { ...history, deeds: [...history.deeds], faults: [...history.faults], delays: [...history.delays] },
    async ({ deeds: those, faults }) =>
      those.some((act) => act.does === 'launch' && act.name === 'd' && act.tags?.Owner === '') &&
      faults.some(({ from }) => from === minute(2)),
  );
  expect(smallest.deeds).toEqual([{ ...launch, name: 'd', count: 1, tags: { Owner: '' } }]);
  expect(smallest.faults).toEqual([history.faults[1]]);
  expect(smallest.delays).toEqual([]);
});
