import { expect, test } from '@jest/globals';
import { countGracePeriods } from '../../../../lambdas/domain/breaker/count.ts';
import { firstNotice, noticeDue } from '../../../../lambdas/domain/breaker/notices-due.ts';
import { type BreakerRecord, NOTHING_COUNTED } from '../../../../lambdas/domain/breaker/record.ts';

const ACCOUNT = { accountId: '422448306679', name: 'pangenomics', mode: 'enforce' } as const;

const at = (text: string) => new Date(`2026-11-03T${text}Z`);

/** Counts one instance after another, each with an event of its own. */
const countEach = (
  ids: readonly string[],
  happened: (index: number) => string,
  now: (index: number) => Date,
) => {
  let record: BreakerRecord = NOTHING_COUNTED;
  for (const [index, instanceId] of ids.entries()) {
    const instances = [{ instanceId, region: 'us-west-2', standing: 'owner-missing' }];
    const beginning = {
      ...ACCOUNT,
      cause: 'untagged',
      at: happened(index),
      instances,
      maxAtOnce: 3,
    } as const;
    ({ record } = countGracePeriods(record, beginning, now(index)));
  }
  return record;
};

const FOUR = ['i-1', 'i-2', 'i-3', 'i-4'];

test('late events that come one after another, as from a dead-letter queue, are counted together', () => {
  const record = countEach(
    FOUR,
    (index) => `2026-11-03T10:0${index}:00Z`,
    (index) => at(`17:00:0${index}`),
  );
  expect(record.groups.map(({ began, until }) => ({ began, until }))).toEqual([
    { began: '2026-11-03T10:00:00Z', until: '2026-11-03T10:10:00Z' },
  ]);
});

test('an event in time between late ones does not make the count forget them', () => {
  const record = countEach(
    ['i-1', 'i-2', 'i-in-time', 'i-3', 'i-4'],
    (index) => (index === 2 ? '2026-11-03T17:00:00Z' : `2026-11-03T10:0${index}:00Z`),
    (index) => at(`17:00:0${index}`),
  );
  expect(record.groups).toHaveLength(1);
  expect(record.counted.map(({ instanceId }) => instanceId)).toEqual(['i-in-time']);
});

test('an instance is forgotten an hour after it was counted', () => {
  const record = countEach(
    FOUR,
    () => '2026-11-03T10:00:00Z',
    (index) => (index === 3 ? at('18:00:01') : at('17:00:00')),
  );
  expect(record.groups).toEqual([]);
  expect(record.counted.map(({ instanceId }) => instanceId)).toEqual(['i-4']);
});

test.each([
  [
    'two minutes after its ten minutes are over if the events come in time',
    '17:00:05',
    '2026-11-03T17:12:00Z',
  ],
  [
    'two minutes after it formed if the events are late, when its grace periods have found the launchers',
    '18:30:00',
    '2026-11-03T18:32:00Z',
  ],
])('people are notified of a group %s', (_when, now, told) => {
  const [group] = countEach(
    FOUR,
    () => '2026-11-03T17:00:00Z',
    () => at(now),
  ).groups;
  if (!group) throw new Error('there is no group');
  expect(firstNotice(group, ACCOUNT, at(now)).input.at).toBe(told);
  // A sweep that finds it untold begins the same.
  expect(noticeDue(group, ACCOUNT, 4, at(now))).toEqual(firstNotice(group, ACCOUNT, at(now)));
});
