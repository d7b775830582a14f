import { describe, expect, test } from '@jest/globals';
import { ofWrite, tooManyWrites } from './invariants/of-write.ts';
import type { Injection, InstanceHistory } from './observed/seen.ts';
import { anInjection, anInstanceHistory, minute, someObservations, tagged } from './some-observations.ts';

const BOB = { Owner: 'bob@ucsc.edu' };
const near = { owner: 'ann@ucsc.edu' };

/** The rules that the service breaks if it writes an Owner two minutes after the launch. */
const written = (before: Readonly<Record<string, string>>, injections: Injection[] = []): string[] => {
  const instance = anInstanceHistory({
    tags: [tagged(0, before), tagged(2, { ...before, Owner: 'ann@ucsc.edu' }, 'service')],
  });
  return ofWrite(instance, minute(2), someObservations([instance], { injections })).map(
    ({ invariant }) => invariant,
  );
};

describe('an Owner that the service writes', () => {
  test.each([[{}], [near], [{ ...near, Owner: '' }], [{ Owner: 'ann@ucsc.edu' }]])(
    'may replace the tags %j',
    (tags) => {
      expect(written(tags)).toEqual([]);
    },
  );

  test('must not replace another Owner', () => {
    expect(written(BOB)).toEqual(['overwritten']);
    expect(written({ ...near, Owner: 'Bobbie' })).toEqual(['overwritten']);
  });

  test('may replace another Owner only if IAM judged that same write by older tags', () => {
    const lag = (minutes: number, what: string) => [
      anInjection(minutes, { kind: 'authorization-lags', fn: null, what }),
    ];
    expect(written(BOB, lag(2, 'IAM on i-0a'))).toEqual([]);
    expect(written(BOB, lag(1, 'IAM on i-0a'))).toEqual(['overwritten']);
    expect(written(BOB, lag(2, 'IAM on i-0b'))).toEqual(['overwritten']);
  });
});

describe('an Owner that a tool wrote', () => {
  const corrected = (caller: InstanceHistory['caller'], was = 'gi', more: Partial<InstanceHistory> = {}) => {
    const instance = anInstanceHistory({
      caller,
      tags: [tagged(0, { Owner: was }), tagged(2, { Owner: 'ann@ucsc.edu' }, 'service')],
      ...more,
    });
    const parent = anInstanceHistory({ instanceId: 'i-0b', tags: [tagged(0, { Owner: 'ann@ucsc.edu' })] });
    const users = [{ userId: 'AIDAANN', names: [{ name: 'ann@ucsc.edu', from: 0 }], until: minute(99) }];
    return ofWrite(instance, minute(2), someObservations([instance, parent], { users })).length;
  };
  const session = { name: 'ann@ucsc.edu', userIds: [], isUser: false };

  test('may be replaced by the launcher whom more than a session name shows', () => {
    expect(corrected({ ...session, isUser: true })).toBe(0);
    expect(corrected({ name: 'botocore', userIds: ['AIDAANN'] }, 'toil')).toBe(0);
    expect(corrected(session, 'gi', { parentId: 'i-0b' })).toBe(0);
  });

  test('must not be replaced by anybody else, nor an Owner that no tool writes', () => {
    expect(corrected(session)).toBe(1);
    expect(corrected({ name: 'bob@ucsc.edu', userIds: ['AIDABOB'], isUser: true })).toBe(1);
    expect(corrected({ ...session, isUser: true }, 'lab')).toBe(1);
  });
});

test('an Owner is written on an instance at most three times, unless a fault struck repair', () => {
  const instance = (writes: number) =>
    anInstanceHistory({ tags: Array.from({ length: writes }, (_, index) => tagged(index, BOB, 'service')) });
  const broken = (writes: number, injections: Injection[] = []) =>
    tooManyWrites(someObservations([instance(writes)], { injections })).map(({ at, invariant }) => [
      at,
      invariant,
    ]);
  expect(broken(3)).toEqual([]);
  expect(broken(5)).toEqual([[minute(3), 'left-alone']]);
  expect(broken(5, [anInjection(1, { fn: 'check' })])).toHaveLength(1);
  expect(broken(5, [anInjection(1, { fn: 'repair' })])).toEqual([]);
});
