import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  countGracePeriods,
  type GracePeriodsToCount,
  isTooMany,
  markSettled,
  standingOf,
} from '../../../../lambdas/domain/breaker/count.ts';
import {
  type BreakerRecord,
  decide,
  groupAt,
  isHolding,
  membersOf,
  NOTHING_COUNTED,
} from '../../../../lambdas/domain/breaker/record.ts';
import { gracePeriodsToCount } from '../../a-breaker.ts';
import { at, textAt } from '../../at.ts';
import { instanceIds } from '../../instance-ids.ts';

/** Counts beginnings one after the other, each in its own minute. */
const counting = (
  beginnings: readonly GracePeriodsToCount[],
  record: BreakerRecord = NOTHING_COUNTED,
  now: Date = at(59),
): BreakerRecord => beginnings.reduce((before, one) => countGracePeriods(before, one, now).record, record);

const each = (
  ids: readonly string[],
  minute = 0,
  more: Partial<GracePeriodsToCount> = {},
): GracePeriodsToCount[] =>
  ids.map((id, index) => gracePeriodsToCount([id], { at: textAt(minute, index), ...more }));

describe('too many', () => {
  test.each([
    [0, 0, false],
    [0, 100, false],
    // A fifth of a hundred is twenty: the number decides.
    [10, 100, false],
    [11, 100, true],
    [200, 10_000, true],
    // Of twenty, four are a fifth.
    [4, 20, false],
    [5, 20, true],
    // So few are believed of any account.
    [1, 1, false],
    [3, 3, false],
    [4, 4, true],
    // Where nobody has counted the account yet, the number alone decides.
    [10, null, false],
    [11, null, true],
  ])('%d of %s: %s', (counted, instances, expected) => {
    expect(isTooMany(counted, instances, 10)).toBe(expected);
  });

  test('the number is as configured', () => {
    expect(isTooMany(2, 100, 1)).toBe(true);
    expect(isTooMany(19, 100, 50)).toBe(false);
  });
});

describe('a group', () => {
  test('is what is too many within ten minutes, those counted before as well', () => {
    const { groups, counted } = counting(each(instanceIds(11)));
    expect(groups).toMatchObject([
      {
        id: '422448306679-untagged-1793725200',
        cause: 'untagged',
        mode: 'enforce',
        began: textAt(0),
        from: textAt(-10, 10),
        until: textAt(10),
        decision: null,
      },
    ]);
    expect(groups[0]?.first.map(({ instanceId }) => instanceId)).toEqual(instanceIds(10));
    expect(counted).toEqual([]);
  });

  test('is not what begins more than ten minutes apart', () => {
    const slow = instanceIds(11).map((id, index) => gracePeriodsToCount([id], { at: textAt(index) }));
    expect(counting(slow).groups).toEqual([]);
  });

  test('does not begin at a full hour: the same burst is one wherever it falls', () => {
    for (let minute = 0; minute < 20; minute += 1) {
      expect(counting(each(instanceIds(11), minute)).groups).toHaveLength(1);
    }
  });

  test('is of one cause: what a sweep finds is not what a script untags', () => {
    const ids = instanceIds(12);
    const both = [...each(ids.slice(0, 6)), ...each(ids.slice(6), 0, { cause: 'sweep' })];
    expect(counting(both).groups).toEqual([]);
  });

  test('is of one account: its record is', () => {
    const record = { ...NOTHING_COUNTED, instances: 20 };
    expect(counting(each(instanceIds(4)), record).groups).toEqual([]);
    expect(counting(each(instanceIds(5)), record).groups).toHaveLength(1);
  });

  test('takes in whoever begins within its ten minutes, and nobody later', () => {
    const record = counting(each(instanceIds(11)));
    const late = countGracePeriods(record, gracePeriodsToCount(['i-late'], { at: textAt(9, 59) }), at(59));
    expect(late.group?.id).toBe('422448306679-untagged-1793725200');
    expect(late.record).toBe(record);
    const later = countGracePeriods(record, gracePeriodsToCount(['i-later'], { at: textAt(10) }), at(59));
    expect(later.group).toBeUndefined();
    expect(later.record.counted).toMatchObject([{ instanceId: 'i-later' }]);
  });

  test('keeps those of the call that made it apart, with whoever joins', () => {
    const { group } = countGracePeriods(
      counting(each(instanceIds(10))),
      gracePeriodsToCount(['i-a', 'i-b'], { at: textAt(1) }),
      at(1),
    );
    expect(group?.first.map(({ instanceId }) => instanceId)).toEqual(instanceIds(10));
  });

  test('of a single call, as a sweep makes it, has no first', () => {
    const { group } = countGracePeriods(
      NOTHING_COUNTED,
      gracePeriodsToCount(instanceIds(200), { cause: 'sweep' }),
      at(0),
    );
    expect(group).toMatchObject({ cause: 'sweep', first: [] });
  });
});

test('the same counted again changes nothing: neither the number nor the record', () => {
  const record = counting(each(instanceIds(10)));
  const again = countGracePeriods(record, gracePeriodsToCount(instanceIds(1), { at: textAt(0) }), at(59));
  expect(counting(each(instanceIds(10)), record)).toBe(record);
  expect(again.group).toBeUndefined();
});

describe('what has come to its end before there is a group', () => {
  const ids = instanceIds(10);
  const [first = '', ...others] = ids;
  const ten = counting(each(ids));
  const settled = markSettled(ten, [first, 'i-none'], textAt(0));
  const group = (record: BreakerRecord) =>
    countGracePeriods(record, gracePeriodsToCount(['i-late'], { at: textAt(1) }), at(12)).group?.first.map(
      ({ instanceId }) => instanceId,
    );

  test('counts, and is no member of it', () => {
    expect(group(settled)).toEqual(others);
  });

  test('is one again when it loses its Owner once more, not when the same event is heard again', () => {
    const again = (minute: number) =>
      group(countGracePeriods(settled, gracePeriodsToCount([first], { at: textAt(minute) }), at(11)).record);
    expect(again(2)?.sort()).toEqual(ids);
    expect(again(0)).toEqual(others);
  });

  test('nor when an event of before the look is heard late', () => {
    const looked = markSettled(ten, [first], textAt(3));
    const { record } = countGracePeriods(looked, gracePeriodsToCount([first], { at: textAt(2) }), at(11));
    expect(record).toBe(looked);
    expect(group(record)).toEqual(others);
  });

  test('is so for whatever it was counted, by the time of the look: not what was counted later, nor what never was', () => {
    const twice = countGracePeriods(
      ten,
      gracePeriodsToCount([first], { cause: 'sweep', at: textAt(1) }),
      at(1),
    ).record;
    const settledOf = (record: BreakerRecord) =>
      record.counted.flatMap(({ cause, settledAt }) => (settledAt ? cause : []));
    expect(settledOf(markSettled(twice, [first], textAt(1)))).toEqual(['untagged', 'sweep']);
    expect(settledOf(markSettled(twice, [first], textAt(0)))).toEqual(['untagged']);
    expect(markSettled(ten, ['i-none'], textAt(0))).toBe(ten);
  });
});

test('what was counted more than an hour ago is forgotten', () => {
  const record = counting(each(['i-1']), NOTHING_COUNTED, at(1));
  const { counted } = counting([gracePeriodsToCount(['i-2'], { at: textAt(61) })], record, at(61));
  expect(counted.map(({ instanceId }) => instanceId)).toEqual(['i-2']);
});

/** Instances of one account that lose their Owner, each at a second of the hour, and in whatever order that is heard. */
const someBeginnings = fc
  .uniqueArray(fc.record({ id: fc.nat(500), second: fc.nat(3599) }), {
    selector: ({ id }) => id,
    minLength: 1,
    maxLength: 60,
  })
  .map((all) => all.map(({ id, second }) => gracePeriodsToCount([`i-${id}`], { at: textAt(0, second) })));

const isHeldIn = (record: BreakerRecord, one: GracePeriodsToCount): boolean =>
  groupAt(record, 'untagged', one.at) !== undefined;

test('whatever ten minutes one looks at: no more than the limit begin in them that no group holds', () => {
  fc.assert(
    fc.property(someBeginnings, (beginnings) => {
      const record = counting(beginnings);
      const free = beginnings.filter((one) => !isHeldIn(record, one)).map((one) => Date.parse(one.at));
      for (const from of free) {
        expect(free.filter((time) => from <= time && time < from + 600_000).length).toBeLessThanOrEqual(10);
      }
    }),
  );
});

test('and what is held was one of too many within ten minutes, or begins within ten minutes of those', () => {
  fc.assert(
    fc.property(someBeginnings, (beginnings) => {
      const times = beginnings.map((one) => Date.parse(one.at));
      const { groups } = counting(beginnings);
      const tooFew = groups.filter(({ began }) => {
        const start = Date.parse(began);
        return times.filter((time) => start <= time && time < start + 600_000).length <= 10;
      });
      expect(tooFew).toEqual([]);
    }),
  );
});

test('in whatever order they are heard, and however often, as many are held of a burst', () => {
  const burst = each(instanceIds(30), 3);
  fc.assert(
    fc.property(fc.shuffledSubarray([...burst, ...burst], { minLength: 60 }), (heard) => {
      const record = counting(heard);
      expect(burst.filter((one) => !isHeldIn(record, one))).toEqual([]);
    }),
  );
});

describe('a group holds', () => {
  const record = counting(each(instanceIds(11)));
  const id = '422448306679-untagged-1793725200';
  const holds = (some: BreakerRecord | undefined) => some?.groups.map(isHolding);

  test('until it is released', () => {
    expect(holds(record)).toEqual([true]);
    expect(holds(decide(record, id, 'dismissed', at(20)))).toEqual([true]);
    expect(holds(decide(record, id, 'released', at(20)))).toEqual([false]);
  });

  test('nothing in dry-run', () => {
    expect(holds(counting(each(instanceIds(11), 0, { mode: 'dry-run' })))).toEqual([false]);
  });

  test('and no other can be decided on', () => {
    expect(decide(record, 'another', 'released', at(20))).toBeUndefined();
  });

  test('is forgotten a day after it was released, when another comes', () => {
    const released = decide(record, id, 'released', at(20)) ?? record;
    const next = (minute: number) => {
      const more = each(instanceIds(11, 100), minute);
      return counting(more, released, at(minute + 1)).groups.map((group) => group.id);
    };
    expect(next(30)).toEqual([id, '422448306679-untagged-1793727000']);
    expect(next(20 + 24 * 60)).toHaveLength(1);
  });
});

describe('the instances of a group', () => {
  const [group] = counting(each(instanceIds(11))).groups;
  if (!group) throw new Error('There is a group.');
  const joined = { instanceId: 'i-later', region: 'us-east-1', standing: 'owner-empty' };

  test('are its first and those that joined', () => {
    expect(membersOf(group, [joined])).toHaveLength(11);
    expect(membersOf(group, [joined])).toContainEqual(joined);
  });

  test('with what their grace periods found out, of the first as well', () => {
    const launcher = {
      userName: 'bob@ucsc.edu',
      description: 'bob@ucsc.edu (session of the role developer)',
    };
    const [first] = instanceIds(1);
    const members = membersOf(group, [{ instanceId: first ?? '', launcher, name: 'blast' }]);
    expect(members[0]).toEqual({
      instanceId: first,
      region: 'us-west-2',
      standing: 'owner-missing',
      launcher,
      name: 'blast',
    });
  });

  test('and none of which nobody knows how it was counted', () => {
    expect(membersOf(group, [{ instanceId: 'i-unknown' }])).toHaveLength(10);
  });
});

test('what is wrong with an Owner is told apart by its value', () => {
  const invalid = (value: string) =>
    standingOf({ is: 'noncompliant', reason: 'owner-invalid', tag: { key: 'Owner', value } });
  expect(invalid('x')).not.toBe(invalid('y'));
  expect(standingOf({ is: 'noncompliant', reason: 'owner-missing' })).toBe('owner-missing');
});
